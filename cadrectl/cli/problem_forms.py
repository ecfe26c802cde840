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

from msgspec.structs import replace

from cadrectl import __version__
from cadrectl.cli.answer import FORMS as TABLES
from cadrectl.cli.answer import Answer, Column
from cadrectl.cli.quoting import by_fault
from cadrectl.problem import CATALOGUE, Problem
from cadrectl.text import Text, render, say

GITLAB_SEVERITIES = {"error": "major", "warning": "minor"}
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_github(problems: Sequence[Problem], lang: str) -> str:
    """A GitHub workflow command for each problem: an annotation at its line."""
    return "".join(f"{_command(one, lang)}\n" for one in problems)


def _command(problem: Problem, lang: str) -> str:
    properties = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.code}
    listed = ",".join(f"{key}={_in_property(str(value))}" for key, value in properties.items())
    return f"::{problem.severity} {listed}::{_in_data(_said(problem, lang))}"


def _in_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_data(text).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(problems: Sequence[Problem], lang: str) -> str:
    """A GitLab Code Quality report."""
    return _json(
        [
            {
                "description": _said(one, lang).replace("\n", " · "),
                "check_name": one.code,
                "fingerprint": fingerprint,
                "severity": GITLAB_SEVERITIES[one.severity],
                "location": {"path": one.path, "lines": {"begin": one.line}},
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
    return {
        "artifactLocation": {"uri": quote(problem.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }


def as_markdown(problems: Sequence[Problem], lang: str) -> str:
    """A Markdown table with one row for each fault, however many places have it, or the sentence that there is none."""
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
            "place": render(_places(found), lang),
            "code": f"{found[0].severity}[{found[0].code}]",
            "message": render(found[0].message, lang),
            "hint": render(found[0].hint, lang),
        }
        for found in by_fault(problems).values()
    ]
    return TABLES["markdown"](Answer({}, columns, rows), lang).text


def _places(found: Sequence[Problem]) -> Text | str:
    """The first place of a fault, and how many more there are: forges limit how long a comment may be."""
    first = f"{found[0].path}:{found[0].line}:{found[0].column}"
    return say("{place} and {count} more", place=first, count=len(found) - 1) if len(found) > 1 else first


FORMS: Mapping[str, Callable[[Sequence[Problem], str], str]] = {
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
    "markdown": as_markdown,
}
OF_A_REPOSITORY = ("github", "gitlab", "sarif")


def seen_from(folder: str, problems: Sequence[Problem]) -> list[Problem]:
    """The problems with paths from above the workspace, which is the `folder` (`a/b/`, or "") there."""
    return [replace(one, path=f"{folder}{one.path}") for one in problems]


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
