"""What a profile keeps out: no output but the full one helps anybody to an ID number."""

import re
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cadrectl.report.appointment_form import appointment_form
from cadrectl.report.document import Document, spoken
from cadrectl.report.ground import Ground
from cadrectl.report.markdown import annexes, report
from cadrectl.report.people_list import USUAL, people_list
from cadrectl.report.periodic import periodic
from cadrectl.report.person import card
from cadrectl.report.privacy import profile_of
from tests.examples import examples
from tests.report.conftest import AUGUST, ROOT, YEAR, ground


def written(document: Document) -> str:
    """Everything that a document says; the other forms say the same."""
    told = spoken(document, "zh")
    return report(told, "zh") + annexes(told, "zh")


@pytest.fixture(scope="module")
def numbers() -> dict[str, str]:
    """The ID numbers of the district, by person."""
    files = (ROOT / "data" / "cadres-private").glob("*.yaml")
    texts = {file.stem: re.search(r'id_number: "(\w+)"', file.read_text("utf-8")) for file in files}
    return {id: found[1] for id, found in texts.items() if found}


@pytest.mark.parametrize("profile", ["public", "internal"])
@pytest.mark.parametrize(("kind", "period"), [("monthly", AUGUST), ("annual", YEAR)])
def test_a_report_holds_no_id_number_nor_its_area_code_nor_its_end(
    profile: str, kind: str, period: object, numbers: dict[str, str]
) -> None:
    text = written(periodic(kind, ground(ROOT, period, profile)))  # type: ignore[arg-type]
    digits = set(re.findall(r"(?<!\w)\d[\dX]*(?!\w)", text))  # C0147 is a person's id here, not the end of a number
    assert numbers
    for number in numbers.values():
        assert number not in text
        assert number[:6] not in digits
        assert number[-4:] not in digits or number[-4:].startswith(("19", "20"))  # else it is a year


def test_the_public_profile_names_nobody(numbers: dict[str, str]) -> None:
    whole = ground(ROOT, AUGUST, "public")
    document = periodic("monthly", whole)
    assert not {annex.id for annex in document.annexes} & {"people", "changes", "reserves", "outlook", "due"}
    text = written(document)
    assert not re.search(r"C\d{4}", text)
    names = whole.book.register.tables["cadres"]["name"].tolist()
    assert not [name for name in names if len(name) > 2 and name in text]


OTHERS = ("ethnicity", "party.name", "party.joined", "work_start", "staff_category", "age", "years", "area")
AREA, MONTH, END = "area code", "birth to the month", "last four"


def known(text: str, number: str) -> set[str]:
    """Which parts of an ID number a text gives away."""
    runs = re.findall(r"[\dX]+", text.replace("-", "").replace(".", ""))
    parts = {AREA: number[:6], MONTH: number[6:12], END: number[-4:]}
    return {part for part, digits in parts.items() if any(run == digits or number in run for run in runs)} | (
        {MONTH} if any(run.startswith(number[6:12]) for run in runs) else set()
    )


@examples(25)
@given(data=some.data())
def test_no_person_s_papers_together_narrow_an_id_number(
    data: some.DataObject, district: Ground, numbers: dict[str, str]
) -> None:
    cadre = data.draw(some.sampled_from(sorted(numbers)))
    number = data.draw(some.from_regex(r"[1-6][0-9]{16}[0-9X]", fullmatch=True) | some.just(numbers[cadre]))
    private = {"id_number": number, "phone": "139" + number[:8]}
    roster = people_list(district, [*USUAL, *OTHERS], [("cadre", cadre)])
    assert isinstance(roster, Document)
    papers = "".join(map(written, (card(district, cadre), appointment_form(district, cadre, private), roster)))
    assert len(known(papers, numbers[cadre])) <= 1  # the birth at most: the form must say it
    assert number not in papers
    assert private["phone"] not in papers


@pytest.fixture(scope="module")
def by_surname(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The public profile in a workspace that lets it name people by surname."""
    root = tmp_path_factory.mktemp("surnames")
    shutil.copytree(ROOT / "data", root / "data")
    with (root / "data" / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write("\nreports:\n  names:\n    public: surname\n")
    return ground(root, AUGUST, "public")


def test_a_workspace_may_let_the_public_profile_name_people_by_surname(
    by_surname: Ground, district: Ground, numbers: dict[str, str]
) -> None:
    document = periodic("monthly", by_surname)
    annexes = {annex.id for annex in document.annexes}
    assert {"people", "reserves", "due"} <= annexes
    assert not {"changes", "problems"} & annexes  # what records say word by word is for inside
    text = written(document)
    assert "| C0001 |" in text
    names = district.book.register.tables["cadres"]["name"].tolist()
    assert not [name for name in names if len(name) > 2 and name in text]
    digits = set(re.findall(r"(?<!\w)\d[\dX]*(?!\w)", text))
    for number in numbers.values():
        assert number[:6] not in digits
        assert number[-4:] not in digits or number[-4:].startswith(("19", "20"))
        assert f"{number[6:10]}-{number[10:12]}" not in text  # nor the month of birth


@pytest.mark.parametrize(
    ("name", "told"),
    [("王某某", "王某"), ("欧阳修", "欧阳某"), ("阿卜杜拉·买买提", "阿某"), ("𬭎䶮", "𬭎某"), ("东方", "东某")],
)
def test_a_surname_is_the_first_character_or_a_double_one(name: str, told: str) -> None:
    assert profile_of("public", {"public": "surname"}).name("C0001", name) == told


def test_a_profile_names_people_as_the_workspace_says_and_else_as_it_always_did() -> None:
    assert profile_of("public", {"public": "id"}).name("C0001", "王某某") == "C0001"
    assert profile_of("public", {"public": "full"}).name("C0001", "王某某") == "王某某"
    assert not profile_of("public", {}).people
    assert profile_of("internal", {}).name("C0001", "王某某") == "王某某"
    assert profile_of("full", {"internal": "id"}).names == "full"
