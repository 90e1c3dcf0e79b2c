"""A small plan without a finding, for tests that change one thing in it."""

from __future__ import annotations

from pathlib import Path

from ggplan.app.validating import ValidateSettings, validate_paths
from ggplan.validate.result import ValidateResult

PLAN = (Path(__file__).parent / "cases" / "task-without-lead" / "clean.yaml").read_text(encoding="utf-8")


def changed(*pairs: tuple[str, str], text: str = PLAN) -> str:
    """The plan with pieces replaced once each; every piece must be there."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def validate(folder: Path, text: str | bytes, name: str = "plan.yaml", **settings: object) -> ValidateResult:
    """The result for one file with this text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return validate_paths(ValidateSettings((str(path),), **{"isolated": True, **settings}))  # type: ignore[arg-type]


def slugs(result: ValidateResult) -> list[str]:
    return [found.slug for found in result.findings]
