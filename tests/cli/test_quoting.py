"""Problems as people read them: place, the line and a mark under it, what is wrong, what to do."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from cadrectl.cli.quoting import distinct, quoted
from cadrectl.problem import Problem, problem
from cadrectl.records.privacy import may_be_quoted
from cadrectl.text import Text
from tests.cli.conftest import Cadrectl

PATH = "data/cadres/C0001.yaml"


def found(line: int, column: int, message: str = "it is wrong", hint: str = "Put it right.") -> Problem:
    return problem("tab", PATH, (line, column), Text(message), Text(hint))


def shown(problems: list[Problem], *lines: str) -> list[str]:
    return "\n".join(quoted(problems, lambda _: lines, "en")).replace("\x1b[31m", "").replace("\x1b[0m", "").split("\n")


def test_a_problem_is_said_in_four_parts() -> None:
    assert shown([found(2, 9)], "name: 王某", "gender:\twoman") == [
        f"{PATH}:2:9: error[tab] it is wrong",
        "    2 | gender:\N{REPLACEMENT CHARACTER}woman",
        "      |         ^",
        "    Put it right.",
    ]


def test_the_mark_stands_under_its_character_though_chinese_is_twice_as_wide() -> None:
    quotation = shown([found(1, 9)], "name: 王某x")
    assert quotation[1] == "    1 | name: 王某x"
    assert quotation[2] == "      |           ^"


def test_problems_of_one_line_share_its_quotation_and_say_one_hint_once() -> None:
    assert shown([found(1, 1), found(1, 7, "it is wrong too")], "gender: woman") == [
        f"{PATH}:1:1: error[tab] it is wrong",
        f"{PATH}:1:7: error[tab] it is wrong too",
        "    1 | gender: woman",
        "      | ^     ^",
        "    Put it right.",
    ]


def test_different_hints_about_one_line_name_their_codes() -> None:
    assert shown([found(1, 1), found(1, 7, "it is wrong", "Or leave it.")], "gender: woman")[-2:] == [
        "    [tab] Put it right.",
        "    [tab] Or leave it.",
    ]


def test_of_a_long_line_only_what_surrounds_the_mark_is_shown() -> None:
    quotation = shown([found(1, 301)], f"{'a' * 300}b{'c' * 300}")
    mark = quotation[2].index("^")
    assert quotation[1][mark] == "b"
    assert len(quotation[1]) < 120


@pytest.mark.parametrize("place", [(9, 1), (1, 99)])
def test_a_place_without_a_character_is_not_quoted(place: tuple[int, int]) -> None:
    assert len(shown([found(*place)], "gender: woman")) == 2


def test_one_fault_at_several_places_is_said_once_with_all_of_them() -> None:
    other = replace(found(9, 3), path="data/cadres/C0002.yaml")
    assert shown([found(1, 1), found(2, 1), found(2, 4), other], "gender: woman", "birth: 1980") == [
        f"{PATH}:1:1: error[tab] it is wrong",
        "    1 | gender: woman",
        "      | ^",
        "    Put it right.",
        "    The same at 3 other places:",
        f"      {PATH}:2, 2",
        "      data/cadres/C0002.yaml:9",
    ]


def test_a_fault_of_several_places_does_not_take_the_other_problem_of_its_line_along() -> None:
    alone = found(1, 5, "it is wrong too")
    heads = [line for line in shown([found(1, 1), alone, found(2, 1)], "gender: woman") if line.startswith(PATH)]
    assert heads == [f"{PATH}:1:1: error[tab] it is wrong", f"{PATH}:1:5: error[tab] it is wrong too"]


def test_the_same_problem_is_listed_once() -> None:
    twice = [found(2, 1), found(1, 1), found(2, 1), found(2, 1, "another")]
    assert distinct(twice) == [twice[0], twice[1], twice[3]]


def test_no_line_of_a_private_record_or_of_a_stray_file_is_quoted() -> None:
    assert not may_be_quoted("data/cadres-private/C0001.yaml", "note: x\n")
    assert not may_be_quoted("data/cadres-private/notes.txt", "x\n")
    assert may_be_quoted(PATH, "name: 王某\n")


@pytest.mark.parametrize("line", ["id_number: 1", "  - phone: 1", 'posts: [{"phone": 1}]', "{family: []}"])
def test_nothing_is_quoted_of_a_file_into_which_a_sensitive_key_has_strayed(line: str) -> None:
    assert not may_be_quoted(PATH, f"name: 王某\n{line}\n")


def test_a_private_value_is_in_no_form_of_the_list(cadrectl: Cadrectl, workspace: Path) -> None:
    number = "110101198305"
    private = workspace / "data/cadres-private/C0001.yaml"
    private.parent.mkdir()
    private.write_text(f"id_number: '{number}'\nphone: [{number}]\n", "utf-8")
    public = workspace / "data/cadres/C0002.yaml"
    public.write_text(f"{public.read_text('utf-8')}id_number: '{number}'\n", "utf-8")
    for form in ("text", "json", "github", "gitlab", "sarif", "markdown"):
        answer = cadrectl("validate", "--format", form)
        assert answer.code == 1
        assert "C0001" in answer.out
        assert "C0002" in answer.out
        assert number not in answer.out + answer.err


def test_unfit_records_are_quoted_beside_a_refused_answer(cadrectl: Cadrectl, workspace: Path) -> None:
    file = workspace / PATH
    file.write_text(file.read_text("utf-8").replace("gender", "gendre"), "utf-8")
    assert "    2 | gendre: woman\n      | ^" in cadrectl("eligible").err
    assert json.loads(cadrectl("validate", "--format", "json").out)["problems"]
