"""Problems in the forms of other programs, held against what those publish about them.

`published/` has the SARIF schema as it is published, and a schema written after GitLab's documentation. GitHub
publishes no grammar for its workflow commands; how its runner reads one is restated here.
"""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from cadrectl.cli.problem_forms import as_github, as_gitlab, as_markdown, as_sarif, fingerprints
from cadrectl.problem import CATALOGUE, Problem, problem
from cadrectl.text import Text
from tests.cli.conftest import Cadrectl

PUBLISHED = Path(__file__).parent / "published"
LANGUAGES = ("en", "zh")


def found(code: str, path: str, line: int, column: int, message: str) -> Problem:
    return problem(code, path, (line, column), Text(message), Text("Put it right."))


PROBLEMS = [
    found("stray-file", "data/a b, 50%:c.txt", 1, 1, "this file is not read"),
    found("tab", "data/cadres/C0001.yaml", 3, 7, "100%: a, tab\nand ::error:: more\r"),
    found("tab", "data/cadres/C0001.yaml", 9, 1, "a | bar, a <b>tag</b> & 汉字"),
]


def published(name: str) -> Any:
    return json.loads((PUBLISHED / name).read_text("utf-8"))


def read_as_github_does(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it: its name, its properties, its data."""
    matched = re.fullmatch(r"::(\S+) (.*?)::(.*)", line)
    assert matched is not None
    name, listed, data = matched.groups()
    unescaped = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}

    def read(text: str, escapes: list[str]) -> str:
        for escape in escapes:
            text = text.replace(escape, unescaped[escape])
        return text

    properties = dict(entry.split("=", 1) for entry in listed.split(","))
    in_properties = {key: read(value, ["%0D", "%0A", "%3A", "%2C", "%25"]) for key, value in properties.items()}
    return name, in_properties, read(data, ["%0D", "%0A", "%25"])


def test_github_reads_back_every_problem_that_was_written() -> None:
    lines = as_github(PROBLEMS, "en").splitlines()
    assert len(lines) == len(PROBLEMS)
    for line, one in zip(lines, PROBLEMS, strict=True):
        name, properties, data = read_as_github_does(line)
        assert name == one.severity
        assert properties["file"] == one.path
        assert properties["title"] == one.code
        assert (int(properties["line"]), int(properties["col"])) == (one.line, one.column)
        assert data == f"{one.message.msgid}\nPut it right."


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("problems", [[], PROBLEMS], ids=["none", "some"])
def test_the_sarif_log_is_valid_by_the_published_schema(problems: list[Problem], lang: str) -> None:
    log = json.loads(as_sarif(problems, lang))
    Draft4Validator(published("sarif-2.1.0-rtm.5.json")).validate(log)
    assert log["version"] == "2.1.0"


def test_the_sarif_rules_are_the_catalogue_and_every_result_points_at_its_rule() -> None:
    run = json.loads(as_sarif(PROBLEMS, "en"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(CATALOGUE)
    for result, one in zip(run["results"], PROBLEMS, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.code
        assert result["level"] == rules[result["ruleIndex"]]["defaultConfiguration"]["level"]


def test_a_path_in_a_sarif_log_is_a_relative_uri() -> None:
    first, second, _ = json.loads(as_sarif(PROBLEMS, "en"))["runs"][0]["results"]
    whole = first["locations"][0]["physicalLocation"]
    assert whole["artifactLocation"]["uri"] == "data/a%20b%2C%2050%25%3Ac.txt"
    assert whole["region"] == {"startLine": 1, "startColumn": 1}
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 7}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("problems", [[], PROBLEMS], ids=["none", "some"])
def test_the_gitlab_report_has_the_fields_that_gitlab_documents(problems: list[Problem], lang: str) -> None:
    report = json.loads(as_gitlab(problems, lang))
    Draft202012Validator(published("gitlab-code-quality.json")).validate(report)
    assert [entry["location"]["lines"]["begin"] for entry in report] == [one.line for one in problems]


def test_every_problem_has_a_fingerprint_of_its_own() -> None:
    assert len(set(fingerprints(PROBLEMS))) == len(PROBLEMS)


def test_a_fingerprint_stays_when_lines_move_and_values_change() -> None:
    moved = [found(one.code, one.path, one.line + 5, one.column, f"{one.message.msgid}!") for one in PROBLEMS]
    assert list(fingerprints(moved)) == list(fingerprints(PROBLEMS))


def test_a_markdown_table_keeps_each_problem_on_a_row_of_four_cells() -> None:
    rows = as_markdown(PROBLEMS, "en").splitlines()
    assert len(rows) == 2 + len(PROBLEMS)
    for row in rows:
        assert len(re.split(r"(?<!\\)\|", row.strip("|"))) == 4
    assert "<b>" not in "".join(rows)


def test_markdown_counts_the_other_places_of_a_fault() -> None:
    same = [found("tab", path, 2, 1, "a tab") for path in ("data/a.yaml", "data/b.yaml", "data/c.yaml")]
    assert "data/a.yaml:2:1 and 2 more" in as_markdown(same, "en")
    assert "data/b.yaml" not in as_markdown(same, "en")


def test_markdown_says_that_there_is_no_problem(cadrectl: Cadrectl, workspace: Path) -> None:
    assert cadrectl("validate", "--format", "markdown").out == "No problems.\n"
    assert cadrectl("--lang", "zh", "validate", "--format", "markdown").out == "没有问题。\n"


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "markdown"])
def test_every_form_lists_what_validate_found_and_exits_the_same(
    cadrectl: Cadrectl, workspace: Path, form: str
) -> None:
    file = workspace / "data/cadres/C0001.yaml"
    file.write_text(file.read_text("utf-8").replace("gender", "gendre"), "utf-8")
    answer = cadrectl("validate", "--format", form)
    assert answer.code == 1
    assert "unknown-key" in answer.out
    assert "data/cadres/C0001.yaml" in answer.out


@pytest.fixture
def repository(tmp_path: Path, workspace: Path) -> Path:
    """A git repository of which the workspace is a folder; a person there has a misspelt key."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    file = workspace / "data/cadres/C0001.yaml"
    file.write_text(file.read_text("utf-8").replace("gender", "gendre"), "utf-8")
    return tmp_path


def test_forges_are_told_the_path_from_the_top_of_the_repository(cadrectl: Cadrectl, repository: Path) -> None:
    path = "workspace/data/cadres/C0001.yaml"
    assert (repository / path).is_file()
    assert read_as_github_does(cadrectl("validate", "--format", "github").out.splitlines()[0])[1]["file"] == path
    assert json.loads(cadrectl("validate", "--format", "gitlab").out)[0]["location"]["path"] == path
    log = json.loads(cadrectl("validate", "--format", "sarif").out)
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == path


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_people_and_programs_are_told_the_path_in_the_workspace(
    cadrectl: Cadrectl, repository: Path, form: str
) -> None:
    out = cadrectl("validate", "--format", form).out
    assert "data/cadres/C0001.yaml" in out
    assert "workspace/data" not in out
