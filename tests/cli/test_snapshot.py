"""The snapshot: with it and without it answers are the same bytes, whatever happened to files and snapshot."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cadrectl.cli.shell import run
from cadrectl.demo import district

AS_OF = "2026-09-15"
QUESTIONS = (
    ["validate"],
    ["validate", "--format", "json"],
    ["eligible", "--format", "json", "--explain"],
    ["eligible", "--tier", "1", "--verdict", "unknown"],
    ["eligible", "--tier", "1", "--verdict", "pass"],
    ["rank", "--tier", "2"],
    ["rank", "--tier", "2", "--year", "2024"],
    ["list", "units", "--format", "csv"],
)
Said = tuple[int, str, str]
Ask = Callable[..., Said]

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(scope="module")
def town() -> dict[str, str]:
    return dict(district(25, 3))


@pytest.fixture
def place(tmp_path: Path, town: dict[str, str]) -> Path:
    """A small generated district, settled in git."""
    root = tmp_path / "town"
    for name, text in town.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        git(root, *arguments)
    return root


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A snapshot of its own, in which every file counts as settled at once."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("cadrectl.records.source.TICK", 0)
    return tmp_path / "cache" / "cadrectl"


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], place: Path) -> Ask:
    def asked(*arguments: str, options: tuple[str, ...] = ()) -> Said:
        code = run(["-C", str(place), "--as-of", AS_OF, "--lang", "en", *options, *arguments])
        return code, *capsys.readouterr()

    return asked


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def same(ask: Ask, *options: str) -> None:
    """Every question has the same answer without the snapshot and, twice, with it."""
    for question in QUESTIONS:
        plain = ask(*question, options=(*options, "--no-cache"))
        assert [ask(*question, options=options) for _ in range(2)] == [plain, plain]


def files(place: Path) -> list[Path]:
    return sorted(path for path in (place / "data").rglob("*") if path.is_file())


def edit(place: Path, dice: random.Random) -> None:
    """Change a digit or a word of a file."""
    file = dice.choice(files(place))
    lines = file.read_text("utf-8").split("\n")
    at = dice.randrange(len(lines))
    lines[at] = lines[at].translate(str.maketrans("12345", dice.choice(["23456", "01234"])))
    file.write_text("\n".join(lines), "utf-8")


def delete(place: Path, dice: random.Random) -> None:
    dice.choice(files(place)).unlink()


def rename(place: Path, dice: random.Random) -> None:
    file = dice.choice(files(place))
    file.rename(file.with_name(f"X{dice.randrange(1000)}{file.name}"))


def exchange(place: Path, dice: random.Random) -> None:
    """Two files take each other's name: each looks as old as it is."""
    one, two = dice.sample(files(place), 2)
    for before, after in ((one, place / "aside"), (two, one), (place / "aside", two)):
        before.rename(after)


def set_clock_back(place: Path, dice: random.Random) -> None:
    """A change of the same length, dated as the file was before."""
    file = dice.choice(files(place))
    before = file.stat()
    file.write_text(file.read_text("utf-8").replace("201", "200"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def spoil(place: Path, dice: random.Random) -> None:
    with dice.choice(files(place)).open("a", encoding="utf-8") as file:
        file.write("name: [\n")


def stray(place: Path, dice: random.Random) -> None:
    (place / "data" / f"notes{dice.randrange(10)}.txt").write_text("x")


def restore(place: Path, dice: random.Random) -> None:
    git(place, "checkout", "-q", "HEAD", "--", "data")
    git(place, "clean", "-qfd", "data")


CHANGES = (edit, edit, edit, delete, rename, exchange, set_clock_back, spoil, stray, restore, restore)


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("seed", range(3))
def test_answers_are_the_same_after_any_changes(ask: Ask, place: Path, seed: int) -> None:
    dice = random.Random(seed)
    same(ask)
    for _ in range(6):
        for change in dice.choices(CHANGES, k=dice.choice([1, 1, 3])):
            if (place / "data/workspace.yaml").exists():
                change(place, dice)
        if not (place / "data/workspace.yaml").exists():
            restore(place, dice)
        same(ask)


@pytest.mark.usefixtures("cache")
def test_a_revision_has_the_same_answers_and_shares_what_is_kept(ask: Ask, place: Path) -> None:
    same(ask)
    dice = random.Random(1)
    edit(place, dice)
    delete(place, dice)
    git(place, "commit", "-q", "-a", "-m", "y")
    same(ask, "--rev", "HEAD~1")
    same(ask, "--rev", "HEAD")
    same(ask)


@pytest.mark.usefixtures("cache")
def test_what_is_wrong_with_the_language_of_a_policy_is_told_in_the_same_words(ask: Ask, place: Path) -> None:
    file = place / "data/policies/jt-2020.yaml"
    text = file.read_text("utf-8")
    wrong = text.replace("require: {has: {of: bachelor}}", "require: {has: {of: batchelor}}")
    assert wrong != text
    broken = (["policy", "check"], ["validate", "--strict"], ["eligible"], ["eligible", "--skip-invalid"], ["due"])
    for state in (text, wrong, text):
        file.write_text(state, "utf-8")
        for question in broken:
            plain = ask(*question, options=("--no-cache",))
            assert [ask(*question) for _ in range(2)] == [plain, plain]
            assert ("batchelor" in "".join(plain[1:])) == (state is wrong)


@pytest.mark.usefixtures("cache")
def test_the_date_of_the_question_is_not_lost(ask: Ask) -> None:
    same(ask)
    same(ask, "--as-of", "2012-01-01")


def test_a_damaged_snapshot_is_passed_over(ask: Ask, cache: Path) -> None:
    same(ask)
    file = cache / "snapshot-1.sqlite"
    dice = random.Random(1)
    for _ in range(3):
        content = bytearray(file.read_bytes())
        for at in dice.choices(range(len(content)), k=300):
            content[at] ^= 0x41
        file.write_bytes(content)
        same(ask)
        file.write_bytes(file.read_bytes()[: dice.randrange(file.stat().st_size)])
        same(ask)


def test_the_snapshot_of_an_older_program_is_passed_over(
    ask: Ask, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("cadrectl.cli.reading.stamp", lambda: "older")
        older.setattr("cadrectl.checks.BETWEEN", ())
        ask("validate")
    same(ask)


@pytest.mark.usefixtures("cache")
def test_what_a_program_of_other_rules_answered_is_not_given(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr("cadrectl.records.stamp.looks", lambda: "older")
        older.setattr("cadrectl.decide.eligibility.eligible", lambda *_: [])
        wrong = ask("eligible", "--tier", "1")
    assert ask("eligible", "--tier", "1") == ask("eligible", "--tier", "1", options=("--no-cache",)) != wrong


def test_without_a_place_to_keep_anything_answers_are_the_same(ask: Ask, cache: Path) -> None:
    cache.parent.write_text("in the way")
    same(ask)


def test_no_cache_keeps_nothing(ask: Ask, cache: Path) -> None:
    ask("validate", options=("--no-cache",))
    assert not cache.exists()


def test_what_is_sensitive_is_never_kept(ask: Ask, cache: Path, place: Path) -> None:
    private = place / "data/cadres-private"
    shutil.rmtree(private, ignore_errors=True)
    private.mkdir()
    cadre = next((place / "data/cadres").iterdir()).stem
    (private / f"{cadre}.yaml").write_text("phone: '13912345678'\nhealth: ['重病记录']\n", "utf-8")
    same(ask)
    content = (cache / "snapshot-1.sqlite").read_bytes()
    assert b"13912345678" not in content
    assert "重病记录".encode() not in content
    assert cadre.encode() in content


def test_a_file_that_has_not_changed_is_neither_parsed_nor_checked_again(
    ask: Ask, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask("validate")
    monkeypatch.setattr("cadrectl.records.read.read_record", None)
    monkeypatch.setattr("cadrectl.checks.run", None)
    assert ask("validate") == first


@pytest.mark.usefixtures("cache")
def test_tables_are_not_made_again(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask("eligible")
    monkeypatch.setattr("cadrectl.register.build", None)
    assert ask("eligible") == first
    assert first[0] == 0
