"""What the bench measures: each a ratio within one run, or an absolute limit, against what it must reach."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cadrectl.demo import district
from cadrectl.records.schemas import SCHEMAS, kind_and_id, kinds
from tests.bench.clock import CADRECTL, Command, best, timed
from tests.bench.events import add_lessons, add_one

ROOT = Path(__file__).parents[2]
GIB = 1 << 30
LINEAR = 1.2
"""How much more a person may take among very many: what is linear varies a little from run to run."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many people there are in each measure, and how often short runs are repeated."""

    usual: int
    large: int
    crowd: tuple[int, int]
    checked: int
    times: int
    moved: tuple[int, int]  # people of a district with some 300, and some 1,000, movers and posts
    square: int
    pools: tuple[int, int]


FULL = Sizes(
    10_000, 100_000, (10_000, 1_000_000), checked=1_000, times=5, moved=(1_000, 4_600), square=1_000, pools=(100, 1_000)
)
SMALL = Sizes(30, 60, (30, 90), checked=10, times=1, moved=(30, 60), square=20, pools=(2, 4))


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, the most that it may be, and what it was made of, in words."""

    name: str
    figure: float
    at_most: float
    unit: str
    made_of: str

    @property
    def reached(self) -> bool:
        """Whether the figure is within its limit."""
        return self.figure <= self.at_most


@dataclass(frozen=True, slots=True)
class Bench:
    """The folder in which districts are written, and their sizes."""

    folder: Path
    sizes: Sizes

    def town(self, people: int) -> Path:
        """A generated district of so many people, settled in git; written once."""
        root = self.folder / f"town-{people}"
        if not root.exists():
            for name, text in district(people):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, "utf-8")
            who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")
            for line in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "all")):
                subprocess.run(["git", "-C", root, *line], check=True, capture_output=True)
        return root

    def cadrectl(self, people: int, *arguments: str, cache: str = "cache") -> Command:
        """The program in a district, with a snapshot of the bench's own."""
        line = [*CADRECTL, "-C", str(self.town(people)), *arguments]
        return Command(line, ROOT, {"XDG_CACHE_HOME": str(self.folder / cache)}, (0, 1))


def cold_against_a_bare_loop(bench: Bench) -> Measure:
    """`validate` that finds no snapshot, against building the same files from the same events.

    On the wall: it reads in as many processes as there are processors, the bare loop in one. What both cost the
    processors is said beside it.
    """
    people = bench.sizes.usual
    bare = Command([sys.executable, "-m", "tests.bench.bare", str(bench.town(people))], ROOT)
    pairs = []
    for turn in range(min(bench.sizes.times, 3)):
        pairs.append((timed(bench.cadrectl(people, "validate", cache=f"cold-{turn}")), timed(bare)))
    ours, theirs = (min(of_one, key=lambda run: run.seconds) for of_one in zip(*pairs, strict=True))
    of_processors = f"; of the processors {ours.work:.1f} s / {theirs.work:.1f} s"
    found = _ratio("validate, cold / bare loop over the parser's events", ours.seconds, theirs.seconds, 1.6)
    return replace(found, made_of=found.made_of + of_processors)


def cold_against_check_jsonschema(bench: Bench) -> Measure:
    """The same against `check-jsonschema` over the files of each kind, on a smaller district: it takes long."""
    people = bench.sizes.checked
    ours = timed(bench.cadrectl(people, "validate", cache="cold-checked")).seconds
    theirs = sum(timed(one).seconds for one in _check_jsonschema(bench.town(people)))
    return _ratio(f"validate, cold / check-jsonschema ({people} people)", ours, theirs, 1 / 12)


def _check_jsonschema(town: Path) -> Iterator[Command]:
    names = [path.relative_to(town).as_posix() for path in sorted((town / "data").rglob("*.yaml"))]
    for kind in kinds():
        files = [name for name in names if (kind_and_id(name) or ("", ""))[0] == kind]
        if files:
            line = ["-m", "check_jsonschema", "--schemafile", str(SCHEMAS / f"{kind}.json"), *files]
            yield Command([sys.executable, *line], town, codes=(0, 1))


def unchanged_validate(bench: Bench) -> Measure:
    """`validate` of an unchanged workspace against `git status` there and Python's start with click."""
    people = bench.sizes.usual
    ours = bench.cadrectl(people, "validate")
    _settled(ours)
    status = Command(["git", "status"], bench.town(people))
    taken, git, click = best(bench.sizes.times, ours, status, _python("import click"))
    return _ratio("validate, nothing changed / git status + import click", taken, git + click, 3)


def unchanged_eligible(bench: Bench) -> Measure:
    """`eligible` over all tiers of an unchanged workspace against importing pandas."""
    ours = bench.cadrectl(bench.sizes.usual, "eligible")
    _settled(ours)
    taken, pandas = best(bench.sizes.times, ours, _python("import pandas"))
    return _ratio("eligible, nothing changed / import pandas", taken, pandas, 2)


def monthly_report(bench: Bench) -> Iterator[Measure]:
    """The report of a month in all of its forms, with nothing kept from before, for a district and a large one."""
    for people, most in ((bench.sizes.checked * 2 // 5, 10), (bench.sizes.usual, 60)):
        report = bench.cadrectl(people, "--as-of", "2026-09-15", "--no-cache", "report", "monthly")
        yield Measure(f"report monthly, all forms ({people} people)", timed(report).seconds, most, "s", "")


def changes(bench: Bench) -> Iterator[Measure]:
    """What is said of the honours of fifty people, against `validate` of the same district where nothing changed.

    A revision that was seen before, against the files on disk.
    """
    people = bench.sizes.usual
    town = bench.town(people)
    since = _honoured(town, min(50, people // 10))
    unchanged = bench.cadrectl(people, "validate")
    told = bench.cadrectl(people, "diff", since, "main")
    reviewed = bench.cadrectl(people, "review", f"{since}..main")
    files, revision = bench.cadrectl(people, "eligible"), bench.cadrectl(people, "--rev", "main", "eligible")
    for command in (unchanged, told, reviewed, files, revision):
        _settled(command)
    taken = best(bench.sizes.times, unchanged, told, reviewed, files, revision)
    yield _ratio("diff, 50 people changed / validate, nothing changed", taken[1], taken[0], 3)
    yield _ratio("review of the same / validate, nothing changed", taken[2], taken[0], 3)
    yield _ratio("eligible of a revision seen before / of the files", taken[4], taken[3], 1.1)
    first = []
    for _ in range(min(bench.sizes.times, 3)):
        since = _honoured(town, min(50, people // 10))
        _settled(unchanged)
        first.append(timed(bench.cadrectl(people, "review", f"{since}..main")).seconds)
    yield _ratio("review of changes not seen before / validate, nothing changed", min(first), taken[0], 3)


def _honoured(town: Path, number: int) -> str:
    """Commit an honour of so many people on the branch `main`; the commit before it."""
    at, honour = "honours:\n", "  - level: district-backbone\n    date: 2026-02-01\n"
    known = {file: file.read_text("utf-8") for file in sorted((town / "data/cadres").iterdir())}
    files = [file for file, text in known.items() if at in text and honour not in text]
    for file in files[:number]:
        file.write_text(known[file].replace(at, at + honour, 1), "utf-8")
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
    for line in (("checkout", "-q", "-B", "main"), (*who, "commit", "-q", "-a", "-m", "honours")):
        subprocess.run(["git", "-C", town, *line], check=True, capture_output=True)
    return "main~1"


def with_many_files(bench: Bench) -> Iterator[Measure]:
    """One file changed among very many against none, and the memory of reading them all."""
    people = bench.sizes.large
    peak = timed(bench.cadrectl(people, "validate")).memory
    yield one_file_changed(bench)
    yield Measure(f"validate, cold, {people} people: peak memory", peak / GIB, 3, "GiB", "")


def one_file_changed(bench: Bench) -> Measure:
    """`eligible` after one file of very many changed against that of the files as they were.

    The best of several on both sides, another file each time.
    """
    people = bench.sizes.large
    ours = bench.cadrectl(people, "eligible")
    folder = sorted((bench.town(people) / "data/cadres").iterdir())
    pairs = []
    for person in folder[people // 2 : people // 2 + bench.sizes.times]:
        known = person.read_text("utf-8")
        _settled(ours)
        unchanged = timed(ours).seconds
        person.write_text(known.replace("name: ", "name: 新", 1), "utf-8")
        pairs.append((timed(ours).seconds, unchanged))
        person.write_text(known, "utf-8")
    changed, unchanged = map(min, zip(*pairs, strict=True))
    return _ratio(f"eligible, one file changed of {people} people / none", changed, unchanged, 1.3)


def without_records(bench: Bench) -> Iterator[Measure]:
    """What needs no records against Python's start with click."""
    help_page = Command([*CADRECTL, "--help"], ROOT)
    words = {"_CADRECTL_COMPLETE": "bash_complete", "COMP_WORDS": "cadrectl va", "COMP_CWORD": "1"}
    completion = Command([sys.executable, "-m", "cadrectl"], ROOT, words)
    shown, completed, click = best(bench.sizes.times, help_page, completion, _python("import click"))
    yield _ratio("--help / import click", shown, click, 2)
    yield _ratio("completion / import click", completed, click, 2)


def crowd(bench: Bench) -> Iterator[Measure]:
    """All clauses of the scheme in force about very many people in memory."""
    few, many = (_judged(bench, people) for people in bench.sizes.crowd)
    yield Measure(f"all clauses, {many[1]} people", many[0], 5, "s", "")
    ratio = (many[0] / many[1]) / (few[0] / few[1])
    made_of = f"{1e6 * many[0] / many[1]:.2f} µs / {1e6 * few[0] / few[1]:.2f} µs"
    yield Measure(f"all clauses: time a person / with {few[1]} people", ratio, LINEAR, "×", made_of)
    yield Measure("all clauses: peak memory", many[2] / GIB, 4, "GiB", "")


def _judged(bench: Bench, people: int) -> tuple[float, int, int]:
    line = [sys.executable, "-m", "tests.bench.crowd", str(bench.town(bench.sizes.crowd[0])), str(people)]
    done = subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True)
    seconds, counted, peak = json.loads(done.stdout)
    return seconds, counted, peak


def plans(bench: Bench) -> Iterator[Measure]:
    """The best plans of moves: of the district of the repository, of larger ones, and without any limits."""
    command = Command([*CADRECTL, "-C", str(ROOT), "rotate", "plan", "-o", os.devnull], ROOT)
    yield Measure("rotate plan, data/", timed(command).seconds, 5, "s", "")
    few, many = bench.sizes.moved
    usual = _planned("district", few, 60)
    yield Measure("rotate plan, proven", usual["seconds"], 60, "s", _size(usual))
    yield Measure("rotate plan, proven: gap to the bound", 100 * usual["gap"], 0, "%", _points(usual))
    yield Measure("rotate plan, proven: peak memory", usual["peak"] / GIB, 2, "GiB", "")
    large = _planned("district", many, 90)
    yield Measure("rotate plan, stopped after 90 s of solving", large["seconds"], 120, "s", _size(large))
    yield Measure("rotate plan, stopped: gap to the bound", 100 * large["gap"], 0.1, "%", _points(large))
    free = _planned("square", bench.sizes.square, 120)
    made_of = f"{_size(free)}, {_points(free)}, {free['seconds']:.1f} s"
    yield Measure("without limits, points short of linear_sum_assignment", free["short"], 0, "points", made_of)


def _size(figures: dict[str, float]) -> str:
    return f"{figures['movers']:.0f} movers, {figures['posts']:.0f} posts, {figures['peak'] / GIB:.2f} GiB"


def _points(figures: dict[str, float]) -> str:
    return f"{figures['objective']:.0f} points, bound {figures['bound']:.0f}"


def _planned(kind: str, size: int, limit: float) -> dict[str, float]:
    line = [sys.executable, "-m", "tests.bench.moves", kind, str(size), str(limit)]
    done = subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def assessed(bench: Bench) -> Measure:
    """A yearly assessment with fifty papers on each person against the bare group-by over the same ballots."""
    people = bench.sizes.usual
    line = [sys.executable, "-m", "tests.bench.ballots", str(people), "50"]
    done = subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True)
    ours, bare = json.loads(done.stdout)
    return _ratio(f"assess, {people} people with 50 ballots / bare pandas group-by", ours, bare, 3)


def pools(bench: Bench) -> Measure:
    """The review of very many pools in memory: the time a member, against that among few pools."""
    few, many = (_reviewed(number) for number in bench.sizes.pools)
    ratio = (many[0] / many[1]) / (few[0] / few[1])
    made_of = f"{1e3 * many[0] / many[1]:.2f} ms / {1e3 * few[0] / few[1]:.2f} ms"
    name = f"pool review, {bench.sizes.pools[1]} pools: time a member / with {bench.sizes.pools[0]} pools"
    return Measure(name, ratio, LINEAR, "×", made_of)


def _reviewed(pools: int) -> tuple[float, int]:
    line = [sys.executable, "-m", "tests.bench.pools", str(pools)]
    seconds, members = json.loads(subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    return seconds, members


def duties(bench: Bench) -> Iterator[Measure]:
    """What is due of very many people with ten events each, against `eligible`: asked again, and on a day on which
    neither was asked before; and after one more event."""
    people = bench.sizes.usual
    town = bench.town(people)
    add_lessons(town, 10 * people)
    again = [bench.cadrectl(people, command) for command in ("due", "eligible")]
    for command in again:
        _settled(command)
    ours, theirs = best(bench.sizes.times, *again)
    yield _ratio(f"due, {people} people and {10 * people} events, asked again / eligible", ours, theirs, 2)
    days = [f"2026-09-{16 + turn}" for turn in range(min(bench.sizes.times, 3))]
    for day in days:  # what is checked anew on another day is the same for both
        timed(bench.cadrectl(people, "--as-of", day, "validate"))
    new = [[timed(bench.cadrectl(people, "--as-of", day, one)).seconds for one in ("due", "eligible")] for day in days]
    ours, theirs = (min(of_one) for of_one in zip(*new, strict=True))
    yield _ratio("due, on a day not asked about before / eligible", ours, theirs, 2)
    added = []
    for place, day in enumerate(days):
        add_one(town, place)
        added.append(timed(bench.cadrectl(people, "--as-of", day, "due")).seconds)
    yield _ratio("due, one event added / on a day not asked about before", min(added), ours, 1.3)


def _settled(command: Command) -> None:
    """Two runs: one makes the snapshot, the other finds no file younger than itself any more.

    What they wrote is on disk then, and is not written while the next run is measured.
    """
    for _ in range(2):
        timed(command)
    if hasattr(os, "sync"):  # not on Windows
        os.sync()


def _python(code: str) -> Command:
    return Command([sys.executable, "-c", code])


def _ratio(name: str, ours: float, theirs: float, at_most: float) -> Measure:
    return Measure(name, ours / theirs, at_most, "×", f"{ours:.3f} s / {theirs:.3f} s")


def _alone(measure: Callable[[Bench], Measure]) -> Callable[[Bench], Iterator[Measure]]:
    return lambda bench: iter([measure(bench)])


MEASURES: dict[str, Callable[[Bench], Iterator[Measure]]] = {
    "cold": _alone(cold_against_a_bare_loop),
    "check-jsonschema": _alone(cold_against_check_jsonschema),
    "validate": _alone(unchanged_validate),
    "eligible": _alone(unchanged_eligible),
    "changes": changes,
    "many-files": with_many_files,
    "start": without_records,
    "crowd": crowd,
    "plans": plans,
    "reports": monthly_report,
    "assess": _alone(assessed),
    "pools": _alone(pools),
    "due": duties,
}
"""The measures by the name under which they can be taken alone, in the order of the table."""
