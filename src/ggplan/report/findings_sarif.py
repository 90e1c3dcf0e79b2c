"""Findings as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), for code scanning."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from ggplan.report.findings_common import place_in_source, visible
from ggplan.rules import FAMILIES, Rule
from ggplan.serial import dump_json
from ggplan.validate.located import Located
from ggplan.validate.result import ValidateResult
from ggplan.version import __version__

__all__ = ["render"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(result: ValidateResult) -> str:
    """One run with the rules that found something."""
    rules = sorted({found.rule for found in result.findings}, key=lambda rule: rule.code)
    index = {rule.code: number for number, rule in enumerate(rules)}
    driver = {
        "name": "ggplan",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not result.nothing_checked}],
        "results": [_result(found, index[found.code]) for found in result.findings],
    }
    return dump_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": {"text": rule.slug.replace("-", " ")},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\n{rule.remedy}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [FAMILIES[rule.code[:3]]]},
    }


def _result(found: Located, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": _LEVELS[found.severity],
        "message": {"text": visible(found.message)},
        "locations": [_location(found)],
        "partialFingerprints": {"ggplan/v1": found.fingerprint},
    }
    related = _source(found)
    return {**result, "relatedLocations": [related]} if related else result


def _location(found: Located) -> dict[str, Any]:
    region = {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
    }
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(found.file), "region": region}}
    if found.item is not None:
        location["logicalLocations"] = [{"name": visible(found.item), "kind": "member"}]
    return location


def _artifact(file: str) -> dict[str, str]:
    """The file as a URI reference, relative to the repository where it is.

    Names that are not UTF-8 keep their bytes; the halves of characters that Windows lets stand in a name are U+FFFD.
    """
    uri = quote(_HALVES.sub("\ufffd", file).encode("utf-8", "surrogateescape"), safe="/.-_~")
    return {"uri": f"file://{uri}"} if file.startswith("/") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _source(found: Located) -> dict[str, Any] | None:
    """The place in the source document. Its file is not in the finding, so only the words are given."""
    words = place_in_source(found)
    return {"id": 1, "message": {"text": f"read from the source document, {visible(words)}"}} if words else None
