"""DOC, ODT and RTF through LibreOffice, where it is installed: converted to DOCX (old workbooks to XLSX) and read as such.

LibreOffice works on a copy in a temporary folder, with a profile of its own that forbids macros and links to elsewhere, and for a
limited time. Nothing is left behind, also when the run is interrupted.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from ggplan.document import Document
from ggplan.errors import InputError

__all__ = ["find_office", "read"]

_SECONDS = 180
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEDIA_TYPES = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
}
# Settings of the profile: no macros, no content of other places.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
# Nothing may be fetched: every proxy points to a port where nobody listens.
_NOWHERE = "http://127.0.0.1:9"


def find_office() -> str | None:
    """The LibreOffice program, from the path or where installers put it; None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def read(path: Path, *, password: str | None = None) -> Document:
    """The document in a DOC, ODT or RTF file. Raises `InputError` where it, or LibreOffice, cannot do. `password` is not used."""
    del password
    suffix = _kind(path)
    program = find_office()
    if program is None:
        raise InputError(
            f"{path} needs LibreOffice, which is not installed; install it from libreoffice.org (Debian: "
            "libreoffice-writer) or save the file as DOCX"
        )
    with tempfile.TemporaryDirectory(prefix="ggplan-") as folder:
        converted = _convert(program, path, suffix, Path(folder))
        document = _read_converted(converted, path)
    return replace(document, media_type=_MEDIA_TYPES[suffix])


def _read_converted(converted: Path, path: Path) -> Document:
    from ggplan.parse.readers import docx, xlsx

    try:
        return xlsx.read(converted) if converted.suffix == ".xlsx" else docx.read(converted)
    except InputError as error:
        reason = str(error).replace(str(converted), str(path))
        raise InputError(reason) from error


def _kind(path: Path) -> str:
    """What the file is by its content. Raises `InputError` for encrypted files and for what is no document."""
    with path.open("rb") as stream:
        head = stream.read(8)
        rest = stream.read(4_000_000) if head == _OLE else b""
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    if head.startswith((b"PK", b"<?xml", b"<office:")):
        return ".odt"
    if head != _OLE:
        raise InputError(f"{path} is no DOC, ODT or RTF file; give it the suffix of what it is")
    if _named("EncryptedPackage", rest):
        raise InputError(f"{path} is encrypted with a password; open it in Word and save a copy without one")
    if _named("WordDocument", rest):
        return ".doc"
    if _named("Workbook", rest) or _named("Book", rest):
        return ".xls"
    raise InputError(f"{path} holds no Word document and no workbook; save it as DOCX")


def _named(name: str, data: bytes) -> bool:
    """Whether a stream of that name stands in an OLE file's directory."""
    return (name.encode("utf-16-le") + b"\0\0") in data


def _convert(program: str, path: Path, suffix: str, folder: Path) -> Path:
    profile, target = folder / "profile" / "user", "xlsx" if suffix == ".xls" else "docx"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    source = folder / f"input{suffix}"
    shutil.copyfile(path, source)
    command = [
        program, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", target, "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    said = _run(command, folder, path)
    made = folder / "out" / f"input.{target}"
    if not made.is_file() or not made.stat().st_size:
        reason = said.strip().splitlines()[-1] if said.strip() else "it gave no reason"
        raise InputError(f"{path} could not be opened by LibreOffice ({reason}); it may be damaged or encrypted")
    return made


def _run(command: list[str], folder: Path, path: Path) -> str:
    """Runs LibreOffice in a process group of its own, which is ended with all its children whatever happens."""
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    environment.update(dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), _NOWHERE))
    try:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise InputError(f"LibreOffice could not be started for {path} ({error}); see whether it runs by itself") from error
    try:
        _, errors = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{path} kept LibreOffice busy for {_SECONDS} seconds; save it as DOCX by hand") from error
    finally:
        _end(process)
    return errors.decode("utf-8", errors="replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None or hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError, AttributeError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
