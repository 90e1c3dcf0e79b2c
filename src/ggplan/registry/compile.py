"""The YAML sources of the registries as one JSON file, which loads in milliseconds.

People edit `sources/`; `python -m ggplan.registry.compile` writes `registry.json`; a test holds the two in step.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ggplan.registry.loading import COMPILED
from ggplan.serial import load_yaml

__all__ = ["SOURCES", "compile_sources", "main"]

SOURCES = Path(__file__).parent / "sources"


def compile_sources(folder: Path = SOURCES) -> str:
    """The text of `registry.json` for the YAML files of `folder`."""
    data: dict[str, Any] = {"agencies": []}
    for path in sorted((folder / "agencies").glob("*.yml")):
        data["agencies"].extend(load_yaml(path.read_text("utf-8")) or [])
    for name in ("sources", "provinces", "qd882"):
        data[name] = load_yaml((folder / f"{name}.yml").read_text("utf-8"))
    text = json.dumps(data, ensure_ascii=False, indent=0, separators=(",", ":"))
    return re.sub(r"\n(?=[\]}])", "", text) + "\n"


def main() -> None:
    """Write the compiled file."""
    COMPILED.write_text(compile_sources(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
