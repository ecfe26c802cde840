"""After a change only those are judged anew whom it concerns, and the answer is the same as of everybody anew."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from cadrectl.cli import by_person
from cadrectl.cli.outline import Outline
from cadrectl.cli.pieces import Pieces
from cadrectl.cli.shell import run
from cadrectl.demo import district
from cadrectl.policy.grammar import FACTS, OUTCOMES

AS_OF = "2026-09-15"
QUESTIONS: tuple[list[str], ...] = (
    [],
    ["--tier", "1"],
    ["--verdict", "pass"],
    ["--verdict", "unknown", "--verdict", "fail", "--tier", "2"],
    ["--format", "json"],
    ["--format", "csv", "--bom"],
    ["--format", "markdown", "--horizon", "24m"],
    ["--horizon", "12m", "--tier", "3"],
)
Said = tuple[int, str, str]
Ask = Callable[..., Said]

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(scope="module")
def town() -> dict[str, str]:
    return dict(district(40, 5))


@pytest.fixture
def place(tmp_path: Path, town: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small generated district with a snapshot of its own, in which every file counts as settled at once."""
    root = tmp_path / "town"
    for name, text in town.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("cadrectl.records.source.TICK", 0)
    return root


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], place: Path) -> Ask:
    def asked(*question: str, options: tuple[str, ...] = ("--lang", "en")) -> Said:
        code = run(["-C", str(place), "--as-of", AS_OF, *options, "eligible", *question])
        return code, *capsys.readouterr()

    return asked


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A word for each time that everybody was judged."""
    times: list[str] = []
    judge = by_person._Desk.anew

    def noted(desk: by_person._Desk) -> Pieces:
        times.append("anew")
        return judge(desk)

    monkeypatch.setattr(by_person._Desk, "anew", noted)
    return times


def files(place: Path, kind: str) -> list[Path]:
    return sorted((place / "data" / kind).rglob("*.yaml"))


def change(file: Path, pattern: str, by: str) -> None:
    """Put something else in the place of the first match; a file without any stays as it is."""
    file.write_text(re.sub(pattern, by, file.read_text("utf-8"), count=1), "utf-8")


def rename(place: Path, dice: random.Random) -> None:
    change(dice.choice(files(place, "cadres")), "name: .*", f"name: {dice.choice(['王', '欧阳长名字的人', '<b>|'])}")


def make_older(place: Path, dice: random.Random) -> None:
    change(dice.choice(files(place, "cadres")), r"birth: \d{4}", f"birth: {dice.choice([1965, 1975, 1985, 1995])}")


def move(place: Path, dice: random.Random) -> None:
    unit = dice.choice(files(place, "units")).stem
    change(dice.choice(files(place, "cadres")), r"unit: U\d+", f"unit: {unit}")


def promote(place: Path, dice: random.Random) -> None:
    change(dice.choice(files(place, "cadres")), r"rank: [\w-]+", f"rank: {dice.choice(['deputy', 'middle-chief'])}")


def marry(place: Path, dice: random.Random) -> None:
    one, other = dice.sample(files(place, "cadres"), 2)
    if "kin:" not in one.read_text("utf-8"):
        with one.open("a", encoding="utf-8") as file:
            file.write(f"\nkin:\n  - cadre: {other.stem}\n    relation: spouse\n")


def leave(place: Path, dice: random.Random) -> None:
    one = dice.choice(files(place, "cadres"))
    if "left:" not in one.read_text("utf-8"):
        with one.open("a", encoding="utf-8") as file:
            file.write("\nleft:\n  date: 2026-09-01\n  reason: retired\n")


def come(place: Path, dice: random.Random) -> None:
    one = dice.choice(files(place, "cadres"))
    copy = one.with_name(f"C{dice.choice([1, 5, 9])}{dice.randrange(1000):03}.yaml")
    copy.write_text(re.sub("name: .*", f"name: 新{copy.stem[-3:]}", one.read_text("utf-8"), count=1), "utf-8")


def go(place: Path, dice: random.Random) -> None:
    named = [one for one in files(place, "cadres") if "name: 新" in one.read_text("utf-8")]
    for one in named[:1]:
        one.unlink()


def find_otherwise(place: Path, dice: random.Random) -> None:
    change(dice.choice(files(place, "findings")), "meets: true", "meets: false")


def grade_otherwise(place: Path, dice: random.Random) -> None:
    change(dice.choice(files(place, "evaluations")), "grade: competent", "grade: basically-competent")


def lose(place: Path, dice: random.Random) -> None:
    """A file that many are named in is there no more."""
    dice.choice([*files(place, "findings"), *files(place, "training")]).unlink()


EDITS = (rename, rename, make_older, move, promote, marry, leave, come, go, find_otherwise, grade_otherwise, lose)


@pytest.mark.parametrize("seed", range(3))
def test_an_answer_put_right_is_that_of_everybody_judged_anew(
    ask: Ask, place: Path, anew: list[str], monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("cadrectl.cli.outline.ROWS", 1 + 5 * seed)
    dice = random.Random(seed)
    questions = dice.sample(QUESTIONS, 3)
    said = [ask(*question) for question in questions]
    judged = 0
    for _ in range(5):
        before = {file: file.read_bytes() for file in (place / "data").rglob("*.yaml")}
        for edit in dice.choices(EDITS, k=dice.choice([1, 1, 3])):
            edit(place, dice)
        for question in questions:
            anew.clear()
            kept = ask(*question)
            judged += len(anew)
            assert kept == ask(*question, options=("--lang", "en", "--no-cache"))
            said.append(kept)
        if kept[0] != 0:
            put_back(place, before)
    assert judged < len(said) / 3
    assert len(set(said)) > len(questions)


def put_back(place: Path, before: dict[Path, bytes]) -> None:
    for file in (place / "data").rglob("*.yaml"):
        if file not in before:
            file.unlink()
    for file, content in before.items():
        if not file.exists() or file.read_bytes() != content:
            file.write_bytes(content)


def test_only_those_whom_a_change_concerns_are_judged(ask: Ask, place: Path, anew: list[str]) -> None:
    ask()
    anew.clear()
    rename(place, random.Random(1))
    assert ask() == ask(options=("--lang", "en", "--no-cache"))
    assert anew == ["anew"]  # without the snapshot


@pytest.mark.parametrize("name", ["units", "rounds", "policies", "vocabularies"])
def test_a_change_on_which_many_may_rest_has_everybody_judged(
    ask: Ask, place: Path, anew: list[str], name: str
) -> None:
    ask()
    anew.clear()
    with files(place, name)[0].open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    ask()
    assert anew == ["anew"]


def test_a_change_of_many_files_has_everybody_judged(
    ask: Ask, place: Path, anew: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cadrectl.cli.concerned.FEW", 1)
    ask()
    anew.clear()
    for one in files(place, "cadres")[:2]:
        change(one, "name: .*", "name: 王")
    assert ask() == ask(options=("--lang", "en", "--no-cache"))
    assert anew == ["anew", "anew"]


def test_a_condition_that_looks_beyond_a_person_has_everybody_judged(
    ask: Ask, place: Path, anew: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    anew.clear()
    monkeypatch.setitem(FACTS, "years", replace(FACTS["years"], reach="all"))
    rename(place, random.Random(1))
    ask()
    assert anew == ["anew"]


def test_every_fact_says_how_far_it_looks() -> None:
    assert {form.reach for form in FACTS.values()} == {"own", "kin"}
    assert not OUTCOMES.keys() & FACTS.keys()


def no_blocks(made: Outline) -> Outline:
    return replace(made, blocks=())


def other_owners(made: Outline) -> Outline:
    owners = [block.owners for block in made.blocks]
    swapped = zip(made.blocks, reversed(owners), strict=True)
    return replace(made, blocks=tuple(block._replace(owners=digest) for block, digest in swapped))


def lost_owners(made: Outline) -> Outline:
    return replace(made, blocks=tuple(block._replace(owners="gone") for block in made.blocks))


@pytest.mark.parametrize("damage", [no_blocks, other_owners, lost_owners])
def test_an_outline_that_does_not_fit_is_passed_over(
    ask: Ask, place: Path, anew: list[str], monkeypatch: pytest.MonkeyPatch, damage: Callable[[Outline], Outline]
) -> None:
    packed = Outline.packed
    with monkeypatch.context() as damaged:
        damaged.setattr(Outline, "packed", lambda made: packed(damage(made)))
        ask()
    anew.clear()
    rename(place, random.Random(1))
    assert ask() == ask(options=("--lang", "en", "--no-cache"))
    assert anew == ["anew", "anew"]


def test_a_row_alone_in_its_block_goes_and_comes_again(
    ask: Ask, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cadrectl.cli.outline.ROWS", 1)
    told = ask("--verdict", "pass", "--format", "csv")
    one = next(file for file in files(place, "cadres") if file.stem in told[1])
    known = one.read_text("utf-8")
    change(one, r"birth: \d{4}", "birth: 1940")
    gone = ask("--verdict", "pass", "--format", "csv")
    assert one.stem in told[1]
    assert one.stem not in gone[1]
    assert gone == ask("--verdict", "pass", "--format", "csv", options=("--lang", "en", "--no-cache"))
    one.write_text(known, "utf-8")
    assert ask("--verdict", "pass", "--format", "csv") == told
