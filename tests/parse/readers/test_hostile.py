"""Broken and hostile files: one sentence or a finding each, within bounds of time and memory, the input untouched."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ggplan.canonical import load
from press import LAYOUTS, from_plan, press
from press.rawpdf import RawPage, write_pdf
from support import CANONICAL, ggplan

WORKER = Path(__file__).with_name("hostile_worker.py")
SECONDS, MEGABYTES = 30, 1500


def outcomes(files: Sequence[Path], seconds: int = SECONDS, megabytes: int = MEGABYTES) -> list[dict[str, Any]]:
    command = [sys.executable, str(WORKER), str(seconds), str(megabytes), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds * len(files) + 60)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(answers) == len(files), f"the process ended at {files[len(answers)].name}: {done.returncode} {done.stderr[-2000:]}"
    return answers


def held(answers: Sequence[dict[str, Any]]) -> None:
    assert [answer for answer in answers if answer["trace"]] == []
    assert [answer["file"] for answer in answers if not answer["untouched"]] == []
    assert [answer for answer in answers if answer["sentence"] and "\n" in answer["sentence"]] == []


def refused(answer: dict[str, Any]) -> None:
    held([answer])
    assert answer["sentence"], answer


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    files = press(from_plan(load(CANONICAL / "lao-cai.yaml")), LAYOUTS["plain"], folder, ("docx", "xlsx", "html"))
    pages = [RawPage() for _ in range(3)]
    for number, page in enumerate(pages):
        for row in range(12):
            page.box(60, 60 + row * 50, 120, 50).box(180, 60 + row * 50, 320, 50)
            page.text(70, 90 + row * 50, f"{number}.{row}").text(190, 90 + row * 50, "So Tai chinh chu tri")
    files["pdf"] = write_pdf(folder / "plan.pdf", pages)
    return files


def mutations(source: Path, folder: Path, count: int) -> list[Path]:
    """`count` copies of the file: cut short, bytes flipped, parts doubled, parts zeroed."""
    chance = random.Random(f"{source.name} {count}")
    data = source.read_bytes()
    made = []
    for number in range(count):
        broken = bytearray(data)
        kind = number % 4
        at = chance.randrange(8, len(broken))
        if kind == 0:
            del broken[at:]
        elif kind == 1:
            for _ in range(chance.randrange(1, 40)):
                broken[chance.randrange(8, len(broken))] ^= 1 << chance.randrange(8)
        elif kind == 2:
            broken[at:at] = broken[at : at + chance.randrange(1, 2000)]
        else:
            broken[at : at + 200] = bytes(len(broken[at : at + 200]))
        made.append(folder / f"{number}{source.suffix}")
        made[-1].write_bytes(broken)
    return made


@pytest.mark.parametrize(("form", "count"), [("pdf", 160), ("docx", 120), ("xlsx", 40), ("html", 20)])
def test_mutations(printed: dict[str, Path], tmp_path: Path, form: str, count: int) -> None:
    held(outcomes(mutations(printed[form], tmp_path, count)))


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_damaged_xml_inside_a_good_archive(printed: dict[str, Path], tmp_path: Path, form: str) -> None:
    """Bytes flipped in the compressed file are caught by its checksums; these reach the parser."""
    chance = random.Random(form)
    made = []
    for number in range(30):
        made.append(tmp_path / f"{number}.{form}")
        with zipfile.ZipFile(printed[form]) as source, zipfile.ZipFile(made[-1], "w") as target:
            names = [name for name in source.namelist() if name.endswith((".xml", ".rels"))]
            chosen = names[number % len(names)]
            for name in source.namelist():
                data = bytearray(source.read(name))
                if name == chosen:
                    if number % 2:
                        del data[chance.randrange(len(data)) :]
                    else:
                        data[chance.randrange(len(data))] = 60
                target.writestr(name, bytes(data))
    held(outcomes(made))


def archive(path: Path, source: Path, replaced: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in replaced:
                new.writestr(name, old.read(name))
        for name, data in replaced.items():
            new.writestr(name, data)
    return path


def test_zip_bombs(printed: dict[str, Path], tmp_path: Path) -> None:
    spaces = b"<?xml version='1.0'?><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    bomb = spaces + b" " * (1 << 30)
    one = archive(tmp_path / "one.docx", printed["docx"], {"word/document.xml": bomb})
    sheet = archive(tmp_path / "sheet.xlsx", printed["xlsx"], {"xl/worksheets/sheet1.xml": bomb})
    for answer in outcomes([one, sheet]):
        refused(answer)


def test_entity_bombs(printed: dict[str, Path], tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha">{entities}]><d>&a11;</d>'.encode()
    outside = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
    made = [
        archive(tmp_path / "bomb.docx", printed["docx"], {"word/document.xml": xml}),
        archive(tmp_path / "bomb.xlsx", printed["xlsx"], {"xl/worksheets/sheet1.xml": xml}),
        archive(tmp_path / "outside.docx", printed["docx"], {"word/document.xml": outside}),
    ]
    page = tmp_path / "bomb.html"
    page.write_bytes(b"<html><body>" + xml + b"</body></html>")
    answers = outcomes([*made, page])
    held(answers)
    assert all(answer["sentence"] for answer in answers[:3])


def test_deep_nesting(printed: dict[str, Path], tmp_path: Path) -> None:
    page = tmp_path / "deep.html"
    page.write_text("<html><body>" + "<div>" * 10_000 + "Sở Tài chính" + "</div>" * 10_000, encoding="utf-8")
    tables = tmp_path / "tables.html"
    tables.write_text("<html><body>" + "<table><tr><td>" * 3_000 + "a" + "</td></tr></table>" * 3_000, encoding="utf-8")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    nested = "<w:sdt><w:sdtContent>" * 5_000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 5_000
    xml = f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{nested}</w:body></w:document>'.encode()
    held(outcomes([page, tables, archive(tmp_path / "deep.docx", printed["docx"], {"word/document.xml": xml})]))


def pdf_of(path: Path, objects: Sequence[str]) -> Path:
    parts, offsets, at = [b"%PDF-1.4\n"], [], 9
    for number, text in enumerate(objects, 1):
        offsets.append(at)
        parts.append(f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1"))
        at += len(parts[-1])
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode())
    path.write_bytes(b"".join(parts))
    return path


def page_pdf(path: Path, stream: bytes, *, box: str = "0 0 595 842", more: Sequence[str] = ()) -> Path:
    packed = zlib.compress(stream).decode("latin-1")
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n{packed}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        *more,
    ]
    return pdf_of(path, objects)


def test_a_million_objects(tmp_path: Path) -> None:
    held(outcomes([page_pdf(tmp_path / "many.pdf", b"BT /F 12 Tf 72 720 Td (Ke hoach) Tj ET", more=["null"] * 1_000_000)], 60))


def test_a_page_full_of_lines(tmp_path: Path) -> None:
    lines = b"".join(b"%d %d m %d %d l S\n" % (n % 590, n % 840, (n * 7) % 590, n % 840) for n in range(100_000))
    held(outcomes([page_pdf(tmp_path / "lines.pdf", lines)], 60))


def test_a_page_of_ten_metres(tmp_path: Path) -> None:
    text = b"BT /F 12 Tf 72 720 Td (Ke hoach) Tj ET"
    wide = page_pdf(tmp_path / "wide.pdf", text, box="0 0 28346 28346")
    none = page_pdf(tmp_path / "none.pdf", text, box="0 0 0 0")
    held(outcomes([wide, none]))


def test_a_content_stream_bomb(tmp_path: Path) -> None:
    refused(outcomes([page_pdf(tmp_path / "bomb.pdf", b"q " * (200 << 20 >> 1))], 60)[0])


def test_a_table_of_200_columns(tmp_path: Path) -> None:
    row = "<tr>" + "".join(f"<td>{n}</td>" for n in range(200)) + "</tr>"
    page = tmp_path / "wide.html"
    page.write_text(f"<html><body><table>{row * 200}</table></body></html>", encoding="utf-8")
    spans = tmp_path / "spans.html"
    spans.write_text("<table>" + "<tr><td colspan=100000 rowspan=100000>a</td></tr>" * 50 + "</table>", encoding="utf-8")
    sheet = tmp_path / "wide.csv"
    sheet.write_text("\n".join(",".join(str(n) for n in range(200)) for _ in range(500)), encoding="utf-8")
    held(outcomes([page, spans, sheet]))


def test_an_image_of_50000_pixels(tmp_path: Path) -> None:
    """A small file that unpacks to gigabytes is refused before it is unpacked."""
    side = 50_000
    header = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    lines = zlib.compress(bytes(side // 8 + 1) * 1000)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    image = tmp_path / "large.png"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b""))
    refused(outcomes([image])[0])


def test_an_image_of_50000_pixels_on_a_page(tmp_path: Path) -> None:
    """The same inside a PDF: a scan of one page that would unpack to hundreds of megabytes."""
    side = 50_000
    packing = zlib.compressobj(9)
    line = bytes(side // 8)
    packed = b"".join([packing.compress(line * 100) for _ in range(side // 100)]) + packing.flush()
    picture = f"<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray /BitsPerComponent 1"
    picture += f" /Length {len(packed)} /Filter /FlateDecode >>\nstream\n{packed.decode('latin-1')}\nendstream"
    stream = "<< /Length 28 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
    catalogue = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    refused(outcomes([pdf_of(tmp_path / "large.pdf", [*catalogue, page, stream, picture])], 60)[0])


def test_wrong_suffixes_are_read_as_what_they_are(printed: dict[str, Path], tmp_path: Path) -> None:
    made = []
    for form, suffix in (("docx", "pdf"), ("html", "docx"), ("pdf", "doc"), ("xlsx", "txt"), ("docx", "csv")):
        made.append(tmp_path / f"{form}.{suffix}")
        made[-1].write_bytes(printed[form].read_bytes())
    answers = outcomes(made)
    held(answers)
    assert [answer["sentence"] for answer in answers] == [None] * len(answers)
    assert answers[0]["tasks"] == answers[1]["tasks"] == answers[3]["tasks"] == answers[4]["tasks"] > 0


def test_files_that_are_no_documents(tmp_path: Path) -> None:
    made = []
    for name, data in (
        ("zeros.pdf", bytes(5000)),
        ("empty.docx", b""),
        ("program.docx", b"\x7fELF" + bytes(range(256)) * 20),
        ("header.pdf", b"%PDF-1.7\n"),
        ("archive.docx", b"PK\x05\x06" + bytes(18)),
        ("ole.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ):
        made.append(tmp_path / name)
        made[-1].write_bytes(data)
    for answer in outcomes(made, megabytes=4000):
        refused(answer)


def test_links_of_a_document_are_not_followed(printed: dict[str, Path], tmp_path: Path) -> None:
    """A template that lies in the network is never asked for: the process has no sockets at all."""
    with zipfile.ZipFile(printed["docx"]) as source:
        relations = source.read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = f'<Relationship Id="rIdX" Type="{kind}" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/></Relationships>'
    changed = {
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", link).encode(),
        "word/vbaProject.bin": b"macro",
    }
    path = archive(tmp_path / "linked.docx", printed["docx"], changed)
    page = tmp_path / "linked.html"
    body = printed["html"].read_text(encoding="utf-8")
    page.write_text(
        body.replace("<body>", '<body><img src="http://127.0.0.1:9/x.png"><script src="http://127.0.0.1:9/x.js"></script>')
    )
    code = (
        "import sys\n"
        "bad = ('socket.connect', 'os.system')\n"
        "sys.addaudithook(lambda event, _: sys.exit(f'{event} was tried') if event in bad else None)\n"
        "from ggplan.cli import main; main()"
    )
    for file in (path, page):
        done = ggplan("parse", file, "-q", "--province", "Lào Cai", code=code)
        assert done.returncode in (0, 1), done.stderr.decode()
        assert b"was tried" not in done.stderr


@pytest.mark.parametrize(
    "name", ["kế hoạch 882 (bản cuối).html", "-o.html", "a\nb.html", "[x] %s {0} $HOME.html", "n" * 240 + ".html"]
)
def test_names_with_odd_characters(printed: dict[str, Path], tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(printed["html"].read_bytes())
    target = tmp_path / "out.yaml"
    done = ggplan("parse", path, "-o", target, "-q")
    assert done.returncode in (0, 1), done.stderr.decode()
    assert load(target).tasks


def test_a_folder_that_cannot_be_written(printed: dict[str, Path]) -> None:
    done = ggplan("parse", printed["html"], "-o", "/proc/ggplan/out.yaml")
    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) <= 3
    assert b"Traceback" not in done.stderr


def test_a_full_disk(printed: dict[str, Path], tmp_path: Path) -> None:
    """A bound on the size of files stands for the disk: nothing half-written is left, and the old output stays."""
    target = tmp_path / "out.yaml"
    target.write_text("old", encoding="utf-8")
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from ggplan.cli import main; main()"
    )
    done = ggplan("parse", printed["html"], "-o", target, "-q", code=code)
    assert done.returncode == 2, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.yaml"]


def test_no_handle_and_no_temporary_file_is_left(printed: dict[str, Path], tmp_path: Path) -> None:
    """Good files and broken ones of every form, read in one process that counts what it holds open."""
    broken = [made for form in printed for made in mutations(printed[form], folder_for(tmp_path, form), 4)]
    code = (
        "import os, sys, tempfile\n"
        "from pathlib import Path\n"
        "from ggplan.app.parsing import parse_file\n"
        "from ggplan.errors import GgplanError\n"
        "def held(): return sorted(os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')"
        " if os.path.exists(f'/proc/self/fd/{n}'))\n"
        "def read(name):\n"
        "    try: parse_file(Path(name))\n"
        "    except GgplanError: pass\n"
        "read(sys.argv[1])\n"
        "before = held()\n"
        "for name in sys.argv[1:]: read(name)\n"
        "left = [name for name in held() if name not in before]\n"
        "sys.exit(f'held: {left}, left: {os.listdir(tempfile.gettempdir())}' if left or os.listdir(tempfile.gettempdir()) else 0)"
    )
    temporary = folder_for(tmp_path, "tmp")
    command = [sys.executable, "-c", code, *map(str, [*printed.values(), *broken])]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
    assert done.returncode == 0, done.stderr


def folder_for(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder
