"""Small PDFs written by hand, for what no program at hand makes: legacy fonts, stamps, sideways text, odd rulings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["RawPage", "write_pdf"]


@dataclass
class RawPage:
    """A page being drawn; coordinates are points from the lower left corner."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    content: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str | bytes, font: str = "Times-Roman", size: float = 12) -> RawPage:
        """Draws text in one line; bytes as they are, a string in Latin-1."""
        data = text if isinstance(text, bytes) else text.encode("latin-1")
        self.content.append(f"BT /{_key(font)} {size} Tf 1 0 0 1 {x} {y} Tm <{data.hex()}> Tj ET")
        return self

    def up(self, x: float, y: float, text: str, size: float = 12) -> RawPage:
        """Draws text that runs upwards."""
        data = text.encode("latin-1")
        self.content.append(f"BT /{_key('Times-Roman')} {size} Tf 0 1 -1 0 {x} {y} Tm <{data.hex()}> Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> RawPage:
        """Strokes a line."""
        self.content.append(f"{x0} {y0} m {x1} {y1} l S")
        return self

    def bar(self, x: float, y: float, width: float, height: float) -> RawPage:
        """Fills a rectangle."""
        self.content.append(f"{x} {y} {width} {height} re f")
        return self

    def box(self, x: float, y: float, width: float, height: float) -> RawPage:
        """Strokes a rectangle."""
        self.content.append(f"{x} {y} {width} {height} re S")
        return self


def _key(font: str) -> str:
    return "F" + "".join(char for char in font if char.isalnum())


def write_pdf(path: Path, pages: Sequence[RawPage], fonts: Sequence[str] = ("Times-Roman",)) -> Path:
    """Writes the pages. Fonts are not embedded and take WinAnsi codes, whatever their names."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    resources = " ".join(f"/{_key(font)} {len(objects) + 1 + index} 0 R" for index, font in enumerate(fonts))
    for font in fonts:
        name = font.replace(" ", "#20")
        objects.append(
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /Encoding /WinAnsiEncoding /FirstChar 0 /LastChar 255"
            f" /Widths [{' '.join(['600' if font == 'Courier' else '500'] * 256)}] >>"
        )
    kids = []
    for page in pages:
        stream = "\n".join(page.content)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate}"
            f" /Contents {content} 0 R /Resources << /Font << {resources} >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    path.write_bytes(_file(objects))
    return path


def _file(objects: Sequence[str]) -> bytes:
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + tail).encode("latin-1")
