"""What the schema refuses is said in our words, at its place, and without what is sensitive."""

from collections.abc import Callable
from functools import partial
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.problem import Problem
from cadrectl.records import schemas
from cadrectl.records.dates import FORMATS, corrected
from cadrectl.records.parser import parse_text
from cadrectl.records.read import parse
from cadrectl.records.schemas import compile_validator, kinds, validator
from cadrectl.records.shape import compile_shape
from cadrectl.records.validation import explain, validate
from cadrectl.text import render
from tests.invalid.test_invalid import FILES
from tests.records.schemas import SCHEMA
from tests.records.test_canonical import RECORDS

SHAPE, CHECKER = compile_shape(SCHEMA), compile_validator(SCHEMA)


def oracle(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    """The reference implementation, with our reading of dates."""
    formats = jsonschema.FormatChecker(formats=())
    for name, is_one in FORMATS.items():
        formats.checks(name)(partial(_of_text, is_one))
    return jsonschema.Draft202012Validator(schema, format_checker=formats)


def _of_text(is_one: Callable[[str], bool], value: object) -> bool:
    return not isinstance(value, str) or is_one(value)


def problems(text: str) -> list[Problem]:
    return explain("data/x.yaml", SCHEMA, CHECKER, parse_text("data/x.yaml", text.encode(), SHAPE))


def said(text: str) -> list[tuple[int, int, str, str, str]]:
    return [
        (one.line, one.column, one.code, render(one.message, "en"), render(one.hint, "en"))
        for one in problems(text)
    ]


def test_a_misspelt_key_is_named_with_the_one_that_was_meant() -> None:
    assert said("name: 王某\nbrith: 1980\n") == [
        (2, 1, "unknown-key", "the key brith is unknown here", "Did you mean birth?")
    ]


def test_a_word_that_is_not_allowed_is_answered_with_those_that_are() -> None:
    assert said("name: 王某\nrank: boss\n") == [
        (
            2,
            1,
            "not-one-of",
            "boss is not one of the words allowed here",
            "Allowed here: staff, deputy, principal",
        )
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2011.10", "2011-10"),
        ("2011.9", "2011-09"),
        ("2011/10", "2011-10"),
        ("2011年10月", "2011-10"),
        ("2011年9月1日", "2011-09-01"),
        ("2011-9-1", "2011-09-01"),
        ("20110901", "2011-09-01"),
        ("２０１１．１０", "2011-10"),
        ("2011年", "2011"),
    ],
)
def test_a_date_written_in_another_way_is_answered_with_the_corrected_text(written: str, meant: str) -> None:
    assert corrected(written) == meant
    assert said(f"name: 王某\nbirth: {written}\n") == [
        (2, 1, "not-a-date", f"{written} is not a date", f"Write {meant}.")
    ]


@pytest.mark.parametrize("text", ["2023-02-30", "2023-13", "2023-00", "0000"])
def test_a_date_that_does_not_exist_is_refused_as_such(text: str) -> None:
    assert [one.code for one in problems(f'name: 王某\nbirth: "{text}"\n')] == ["impossible-date"]


def test_what_cannot_be_a_date_gets_the_forms_that_can() -> None:
    assert corrected("2011.13") is None
    assert (
        said("name: 王某\nbirth: 春天\n")[0][4]
        == "Write YYYY-MM-DD, or YYYY-MM or YYYY where no more is known."
    )


def test_a_fault_inside_one_of_two_forms_is_named_where_it_is() -> None:
    assert [(one.line, one.code) for one in problems("name: 王某\nbirth:\n  declared: 1980.5\n")] == [
        (3, "not-a-date")
    ]


def test_a_sensitive_value_stands_in_no_message() -> None:
    (found,) = said("name: 王某\nprivate: {phone: 1380000000x}\n")
    assert found[2:4] == ("wrong-form", "this value does not have the form asked for here")


def test_a_form_is_said_in_words() -> None:
    (found,) = problems("name: 王某\nprivate: {phone: 1380000000x}\n")
    assert render(found.hint, "en") == "The form is: eleven digits."
    assert render(found.hint, "zh") == "应写为：十一位数字。"


def test_no_value_of_a_private_record_stands_in_a_message() -> None:
    text = "id_number: 3204SECRET\nSECRET: x\nphone: SECRET\nphone: SECRET\nabsences: SECRET\n2011: SECRET\n"
    path = "data/cadres-private/C0001.yaml"
    parsed = parse(path, text.encode())
    found = [*parsed.problems, *validate(path, "cadres-private", parsed)]
    assert len(found) >= 4
    assert "SECRET" not in "".join(render(one.message, "en") + render(one.hint, "en") for one in found)


def test_all_that_is_wrong_is_reported_in_the_order_of_the_text() -> None:
    text = "rank: boss\nyear: 1800\nwords: [a, a]\nleading: yes\nposts:\n  - unti: U001\n"
    assert [(one.line, one.column, one.code) for one in problems(text)] == [
        (1, 1, "missing-key"),
        (1, 1, "not-one-of"),
        (2, 1, "out-of-range"),
        (3, 12, "repeated-entry"),
        (4, 1, "wrong-type"),
        (6, 5, "unknown-key"),
    ]


def test_a_key_that_is_misspelt_is_not_said_to_be_missing_as_well() -> None:
    text = "gendre: woman\nname: 王某\nbirth: 1983-05\nposts:\n  - post: x\n    kind: appointed\n    form: 2015\n"
    parsed = parse("data/cadres/C0001.yaml", text.encode())
    found = validate("data/cadres/C0001.yaml", "cadres", parsed)
    assert [(one.line, one.code, one.message.values["key"]) for one in found if "key" in one.code] == [
        (1, "unknown-key", "gendre"),
        (5, "missing-key", "rank"),
        (7, "unknown-key", "form"),
    ]


def test_a_line_that_was_misread_gets_no_second_problem_from_the_schema() -> None:
    parsed = parse_text("data/x.yaml", "name: 王某\nbirth:\n".encode(), SHAPE)
    assert [one.code for one in parsed.problems] == ["null-value"]
    assert explain("data/x.yaml", SCHEMA, CHECKER, parsed) == []


@pytest.mark.parametrize("case", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_reference_implementation_gives_the_same_verdict(case: Any) -> None:
    kind = case.parent.name
    parsed = parse(f"data/{kind}/{case.name}", case.read_bytes())
    assert validator(kind).is_valid(parsed.value) == oracle(schemas.schema(kind)).is_valid(parsed.value)


@given(
    RECORDS,
    st.lists(st.sampled_from(["name", "birth", "rank", "year", "posts", "words", "x"]), max_size=2),
    st.data(),
)
def test_the_reference_implementation_agrees_on_records_gone_wrong(
    value: dict[str, Any], spoilt: list[str], data: st.DataObject
) -> None:
    for key in spoilt:
        value[key] = data.draw(
            st.sampled_from(["2011.10", "2023-02-30", 3, 1.5, True, [], {}, ["a", "a"], "deputy"])
        )
    assert CHECKER.is_valid(value) == oracle(SCHEMA).is_valid(value)


def test_every_schema_is_a_schema() -> None:
    for kind in kinds():
        jsonschema.Draft202012Validator.check_schema(schemas.schema(kind))


def test_the_label_of_a_word_is_answered_with_the_word() -> None:
    name, text = "data/cadres/C0001.yaml", "name: 王某\ngender: 男\nbirth: 1980-05-03\nposts: []\n"
    [found] = validate(name, "cadres", parse(name, text.encode()))
    assert render(found.hint, "en") == "Did you mean man?"
