"""Problems in the forms of other programs: GitHub and GitLab annotations, SARIF, a Markdown table.

Pure functions from problems to text. No form quotes a line or a value of a record beyond what the message says,
and what identifies a problem from run to run is made of its path and code alone.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from cadrectl import __version__
from cadrectl.cli.answer import FORMS as TABLES
from cadrectl.cli.answer import Answer, Column
from cadrectl.problem import CATALOGUE, Problem
from cadrectl.text import render, say

GITLAB_SEVERITIES = {"error": "major", "warning": "minor"}
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_github(problems: Sequence[Problem], lang: str) -> str:
    """A GitHub workflow command for each problem: an annotation at its line."""
    return "".join(f"{_command(one, lang)}\n" for one in problems)


def _command(problem: Problem, lang: str) -> str:
    place = {"line": problem.line, "col": problem.column}
    properties = {"file": problem.path, **{key: at for key, at in place.items() if at}, "title": problem.code}
    listed = ",".join(f"{key}={_in_property(str(value))}" for key, value in properties.items())
    return f"::{problem.severity} {listed}::{_in_data(_said(problem, lang))}"


def _in_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_data(text).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(problems: Sequence[Problem], lang: str) -> str:
    """A GitLab Code Quality report; a problem of a file as a whole stands at its first line."""
    return _json(
        [
            {
                "description": _said(one, lang).replace("\n", " · "),
                "check_name": one.code,
                "fingerprint": fingerprint,
                "severity": GITLAB_SEVERITIES[one.severity],
                "location": {"path": one.path, "lines": {"begin": max(one.line, 1)}},
            }
            for one, fingerprint in zip(problems, fingerprints(problems), strict=True)
        ]
    )


def as_sarif(problems: Sequence[Problem], lang: str) -> str:
    """A SARIF 2.1.0 log of one run, whose rules are the catalogue of codes."""
    codes = sorted(CATALOGUE)
    results = [
        {
            "ruleId": one.code,
            "ruleIndex": codes.index(one.code),
            "level": one.severity,
            "message": {"text": _said(one, lang)},
            "locations": [{"physicalLocation": _location(one)}],
            "partialFingerprints": {"cadrectl/v1": fingerprint},
        }
        for one, fingerprint in zip(problems, fingerprints(problems), strict=True)
    ]
    driver = {"name": "cadrectl", "version": __version__, "rules": [_rule(code, lang) for code in codes]}
    run = {"tool": {"driver": driver}, "language": lang, "columnKind": "unicodeCodePoints", "results": results}
    return _json({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, lang: str) -> dict[str, Any]:
    entry = CATALOGUE[code]
    return {
        "id": code,
        "shortDescription": {"text": render(entry.title, lang)},
        "fullDescription": {"text": render(entry.explanation, lang)},
        "defaultConfiguration": {"level": entry.severity},
    }


def _location(problem: Problem) -> dict[str, Any]:
    region = {"startLine": problem.line, "startColumn": problem.column}
    known = {key: at for key, at in region.items() if at}
    artifact = {"uri": quote(problem.path), "uriBaseId": "%SRCROOT%"}
    return {"artifactLocation": artifact, **({"region": known} if known else {})}


def as_markdown(problems: Sequence[Problem], lang: str) -> str:
    """A Markdown table, or the sentence that there is no problem."""
    if not problems:
        return render(say("No problems."), lang) + "\n"
    columns = (
        Column("place", say("where")),
        Column("code", say("code")),
        Column("message", say("what is wrong")),
        Column("hint", say("what to do")),
    )
    rows = [
        {
            "place": _in_cell(f"{one.path}:{one.line}:{one.column}"),
            "code": f"{one.severity}[{one.code}]",
            "message": _in_cell(render(one.message, lang)),
            "hint": _in_cell(render(one.hint, lang)),
        }
        for one in problems
    ]
    return TABLES["markdown"](Answer({}, columns, rows), lang)


def _in_cell(text: str) -> str:
    """The text on one line, with nothing in it that begins a tag."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")


FORMS: Mapping[str, Callable[[Sequence[Problem], str], str]] = {
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
    "markdown": as_markdown,
}


def fingerprints(problems: Sequence[Problem]) -> Iterator[str]:
    """What each problem is known by from run to run, in every language: its file, its code, and which of those it is.

    Neither its line, which moves, nor its message, which may hold a value of the record.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for one in problems:
        seen[one.path, one.code] += 1
        identity = f"{one.path}\0{one.code}\0{seen[one.path, one.code]}"
        yield hashlib.sha256(identity.encode("utf-8", "backslashreplace")).hexdigest()


def _said(problem: Problem, lang: str) -> str:
    return f"{render(problem.message, lang)}\n{render(problem.hint, lang)}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
