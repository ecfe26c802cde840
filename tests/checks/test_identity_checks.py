"""ID numbers, and declared values against verified ones.

The check characters were worked out from GB 11643: 11010519491231002X is the example printed in the standard.
"""

from typing import Any

import pytest

from cadrectl.checks.identity import number_checks_out
from cadrectl.text import render
from tests.checks.district import Files, cadre, codes, post, problems, said, sound

PERSON = "data/cadres/C0002.yaml"
PRIVATE = "data/cadres-private/C0002.yaml"


def with_number(number: str, **more: Any) -> Files:
    files = sound()
    files[PRIVATE]["id_number"] = number
    files[PERSON].update(more)
    return files


@pytest.mark.parametrize("number", ["11010519491231002X", "320499198005030028"])
def test_a_right_check_character_is_accepted(number: str) -> None:
    assert number_checks_out(number)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310029",  # X read as 9
        "11010519491321002X",  # two digits swapped
        "320499198013030028",  # month 13, check character right
        "320499198002300020",  # 30 February
    ],
)
def test_a_wrong_check_character_or_an_impossible_day_is_refused(number: str) -> None:
    assert not number_checks_out(number)


def test_a_number_that_does_not_check_out_is_said_without_the_number() -> None:
    number = "320499198005030029"
    found = problems(with_number(number))
    assert [(each.code, each.line) for each in found] == [("id-number", 1)]
    assert all(number[6:14] not in render(text, "en") for each in found for text in (each.message, each.hint))


def test_a_number_of_another_birthday_is_said() -> None:
    assert said(with_number("320499198005030028", birth="1980-05-04")) == [
        ("id-number-birth", PRIVATE, "id_number: '320499198005030028'")
    ]


@pytest.mark.parametrize("birth", ["1980-05-03", "1980-05", "1980"])
def test_a_birth_that_may_be_the_day_of_the_number_agrees(birth: str) -> None:
    assert codes(with_number("320499198005030028", birth=birth)) == []


@pytest.mark.parametrize("birth", ["1980-04", "1979"])
def test_a_vague_birth_that_cannot_be_the_day_of_the_number_is_said(birth: str) -> None:
    assert codes(with_number("320499198005030028", birth=birth)) == ["id-number-birth"]


def test_a_number_may_agree_with_the_evidence_until_a_birth_is_verified() -> None:
    birth = {"declared": "1981-05-03", "evidence": [{"document": "form", "value": "1980-05-03"}]}
    assert codes(with_number("320499198005030028", birth=birth)) == ["unsettled-value"]


def test_a_number_of_the_other_gender_is_said() -> None:
    assert codes(with_number("320499198005030028", gender="man")) == ["id-number-gender"]


def test_two_files_with_one_number_are_one_person() -> None:
    files = sound()
    files["data/cadres/C0003.yaml"] = cadre("Li", post("teacher", "staff", "2003-08"))
    files["data/cadres-private/C0003.yaml"] = dict(files[PRIVATE])
    assert [(code, path) for code, path, _ in said(files)] == [
        ("duplicate-person", "data/cadres-private/C0003.yaml")
    ]


def test_two_files_with_two_numbers_are_two_people() -> None:
    files = sound()
    files["data/cadres/C0003.yaml"] = cadre("Li", post("teacher", "staff", "2003-08"))
    files["data/cadres-private/C0003.yaml"] = {"id_number": "320499198005030044"}
    assert codes(files) == []


def with_birth(**birth: Any) -> Files:
    files = sound()
    files.pop(PRIVATE)
    files[PERSON]["birth"] = birth
    return files


def test_a_declared_birth_that_differs_from_the_verified_one_is_listed() -> None:
    files = with_birth(declared="1980-05-03", verified="1979-05-03")
    assert said(files) == [("declared-differs", PERSON, "declared: '1980-05-03'")]


@pytest.mark.parametrize("declared", ["1979-05-03", "1979-05", "1979"])
def test_a_declared_birth_that_is_only_vaguer_does_not_differ(declared: str) -> None:
    assert codes(with_birth(declared=declared, verified="1979-05-03")) == []


def test_evidence_against_a_declared_birth_is_listed_until_it_is_verified() -> None:
    evidence = [{"document": "form", "value": "1979-05"}, {"document": "letter"}]
    assert codes(with_birth(declared="1980-05-03", evidence=evidence)) == ["unsettled-value"]
    assert codes(with_birth(declared="1980-05-03", verified="1980-05-03", evidence=evidence)) == []


def test_evidence_for_a_declared_birth_is_not_listed() -> None:
    assert codes(with_birth(declared="1980-05-03", evidence=[{"document": "form", "value": "1980-05"}])) == []


def test_a_declared_text_differs_by_its_words() -> None:
    files = sound()
    files[PERSON]["ethnicity"] = {"declared": "汉族", "verified": "回族"}
    assert codes(files) == ["declared-differs"]
    files[PERSON]["ethnicity"] = {"declared": "汉族", "verified": "汉族"}
    assert codes(files) == []
