"""The figures of a report, counted anew: plain SQL over the tables as `cadrectl list` exports them.

Lists inside records, which no table has, are read from the files by a parser that knows nothing of us.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
import yaml

from cadrectl.cli.shell import run
from cadrectl.report.document import Document, Row, Table, spoken
from cadrectl.report.periodic import periodic
from tests.report.conftest import AUGUST, ROOT, YEAR, ground

DAY = AUGUST.last.isoformat()
Counts = Mapping[str, int]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The exported rosters as tables of a database."""
    folder = tmp_path_factory.mktemp("exported")
    database = duckdb.connect()
    for kind in ("cadres", "units", "reserve"):
        file = folder / f"{kind}.json"
        line = ["-C", str(ROOT), "--as-of", DAY, "--lang", "zh", "list", kind, "--format", "json", "-o", str(file)]
        assert run(line) == 0
        rows = f"SELECT UNNEST(rows, max_depth := 2) FROM read_json('{file}', maximum_object_size = 100000000)"
        database.execute(f"CREATE TABLE {kind} AS {rows}")
    for kind, name in (("cadres", "files"), ("events", "held"), ("training", "classes"), ("evaluations", "sessions")):
        file = folder / f"{name}.json"
        paths = sorted((ROOT / "data" / kind).rglob("*.yaml"))
        file.write_text(json.dumps(list(map(plain, paths)), default=str), "utf-8")
        rows = f"read_json('{file}', maximum_object_size = 100000000, sample_size = -1)"
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM {rows}")
    database.execute(f"""CREATE VIEW here AS SELECT * FROM cadres WHERE "left.date" IS NULL OR "left.date" > '{DAY}'""")
    return database


def plain(path: Path) -> dict[str, object]:
    """A file with its name; every date is a text."""
    return {**yaml.load(path.read_text("utf-8"), yaml.BaseLoader), "file": path.stem}


@pytest.fixture(scope="module")
def year() -> Document:
    return spoken(periodic("annual", ground(ROOT, YEAR)), "en")


@pytest.fixture(scope="module")
def report() -> Document:
    return spoken(periodic("monthly", ground(ROOT)), "en")


def table(report: Document, id: str) -> Table:
    blocks = (block for section in report.sections for block in section.blocks)
    return next(block for block in blocks if isinstance(block, Table) and block.id == id)


def counts(report: Document, id: str) -> dict[str, Row]:
    return {str(row[0]): row for row in table(report, id).rows}


def one(tables: duckdb.DuckDBPyConnection, query: str) -> int:
    found = tables.execute(query).fetchone()
    assert found is not None
    return int(found[0])


def test_men_and_women_are_as_many_as_the_exported_roster_has(
    tables: duckdb.DuckDBPyConnection, report: Document
) -> None:
    found = counts(report, "gender")
    for word, label in (("man", "man"), ("woman", "woman")):
        assert found[label][-2] == one(tables, f"SELECT count(*) FROM here WHERE gender = '{word}'")
    assert found["together"][-2] == one(tables, "SELECT count(*) FROM here")


def test_ages_are_as_many_as_birthdays_passed(tables: duckdb.DuckDBPyConnection, report: Document) -> None:
    """Full years at the day; a birth that is a range of days may leave the class open, so only exact ones are held."""
    exact = "SELECT date_diff('year', birth::DATE, DATE '{day}') - (strftime(birth::DATE, '%m-%d') > '{month}')::INT"
    ages = exact.format(day=DAY, month=DAY[5:]) + " AS age FROM here WHERE length(birth) = 10"
    vague = one(tables, "SELECT count(*) FROM here WHERE length(birth) <> 10")
    found = counts(report, "age")
    for label, low, high in (("30 and under", 0, 30), ("31 to 35", 31, 35), ("41 to 45", 41, 45), ("51 to 55", 51, 55)):
        counted = one(tables, f"SELECT count(*) FROM ({ages}) WHERE age BETWEEN {low} AND {high}")
        assert counted <= found[label][-2] <= counted + vague  # type: ignore[operator]
    assert 20 * vague < one(tables, "SELECT count(*) FROM here")


def test_ranks_and_stages_are_those_of_the_home_posts(tables: duckdb.DuckDBPyConnection, report: Document) -> None:
    found = counts(report, "stage")
    query = """SELECT count(*) FROM here JOIN units ON here.unit = units.unit
               WHERE units.stage = '{stage}' AND here.rank = '{rank}'"""
    stages = {"primary": "primary", "junior-high": "junior high", "senior-high": "senior high"}
    for stage, label in stages.items():
        assert found[label][1] == one(tables, query.format(stage=stage, rank="principal"))
        assert found[label][2] == one(tables, query.format(stage=stage, rank="deputy"))


def test_the_members_of_the_pool_are_those_of_the_memberships_that_run(
    tables: duckdb.DuckDBPyConnection, report: Document
) -> None:
    first = AUGUST.first.isoformat()
    before = f"""SELECT count(DISTINCT cadre) FROM reserve WHERE tier = '{{tier}}' AND "term.from" < '{first}'
                 AND "term.until" >= '{first}' AND ("left.date" IS NULL OR "left.date" >= '{first}')"""
    now = f"""SELECT count(DISTINCT cadre) FROM reserve WHERE tier = '{{tier}}' AND "term.from" <= '{DAY}'
              AND "term.until" >= '{DAY}' AND ("left.date" IS NULL OR "left.date" > '{DAY}')"""
    for tier, row in zip(("tier-1", "tier-2", "tier-3"), table(report, "pool").rows, strict=True):
        assert (row[2], row[5]) == (one(tables, before.format(tier=tier)), one(tables, now.format(tier=tier)))


def test_the_workbook_and_the_list_command_agree_on_who_is_on_the_register(
    tables: duckdb.DuckDBPyConnection, report: Document
) -> None:
    people = next(annex for annex in report.annexes if annex.id == "people")
    listed = {row[0] for row in tables.execute("SELECT cadre FROM here").fetchall()}
    assert {row[0] for row in people.rows} == listed


LEVELS = {
    "education": ("secondary", "associate", "bachelor", "master", "doctor"),
    "titles": ("third", "second", "first", "senior", "senior-full"),
}


@pytest.mark.parametrize(
    ("table_id", "key", "begun"), [("education", "education", "one.until"), ("title", "titles", "one.passed")]
)
def test_the_highest_level_by_the_day_is_counted_once_a_person(
    tables: duckdb.DuckDBPyConnection, report: Document, table_id: str, key: str, begun: str
) -> None:
    highest = f"""SELECT file, max(list_position({list(LEVELS[key])}, one.level)) AS best
                  FROM (SELECT file, UNNEST({key}) AS one FROM files) WHERE {begun} IS NULL OR {begun} <= '{DAY}'
                  GROUP BY file"""
    found = [row[-2] for row in table(report, table_id).rows[:-1] if row[0] != "not known"]
    for at, figure in enumerate(reversed(found), 1):
        query = f"SELECT count(*) FROM ({highest}) JOIN here ON here.cadre = file WHERE best = {at}"
        assert figure == one(tables, query)
    assert sum(found) > 380  # type: ignore[arg-type]


def test_areas_are_those_of_the_units_of_the_home_posts(
    tables: duckdb.DuckDBPyConnection, report: Document
) -> None:
    found = table(report, "area").rows
    query = "SELECT count(*) FROM here JOIN units ON here.unit = units.unit WHERE units.area = '{area}'"
    for row, area in zip(found, ("urban", "suburban", "rural"), strict=False):
        assert row[-2] == one(tables, query.format(area=area))


def test_women_of_each_tier_are_women_whose_membership_runs(
    tables: duckdb.DuckDBPyConnection, report: Document
) -> None:
    query = f"""SELECT count(DISTINCT reserve.cadre) FROM reserve JOIN cadres ON cadres.cadre = reserve.cadre
                WHERE gender = 'woman' AND tier = '{{tier}}' AND "term.from" <= '{DAY}' AND "term.until" >= '{DAY}'
                AND (reserve."left.date" IS NULL OR reserve."left.date" > '{DAY}')"""
    for tier, row in zip(("tier-1", "tier-2", "tier-3"), table(report, "pool").rows, strict=True):
        assert row[7] == one(tables, query.format(tier=tier))


def test_talks_and_other_events_of_the_month_are_those_of_the_files(
    tables: duckdb.DuckDBPyConnection, report: Document
) -> None:
    rows = table(report, "events").rows
    inside = f"""SELECT kind, one.cadre AS cadre FROM (SELECT kind, UNNEST(entries) AS one FROM held)
                 WHERE one.date BETWEEN '{AUGUST.first}' AND '{DAY}'"""
    assert sum(row[1] for row in rows) == one(tables, f"SELECT count(*) FROM ({inside})")  # type: ignore[misc]
    by_kind = tables.execute(f"SELECT count(*), count(DISTINCT cadre) FROM ({inside}) GROUP BY kind").fetchall()
    assert sorted(by_kind) == sorted((row[1], row[2]) for row in rows)


def test_classes_and_those_who_took_part_are_those_of_the_year(
    tables: duckdb.DuckDBPyConnection, year: Document
) -> None:
    rows = table(year, "training").rows
    began = "SELECT title, len(participants) FROM classes WHERE \"from\" BETWEEN '2025-01-01' AND '2025-12-31'"
    assert sorted((row[0], row[5]) for row in rows) == sorted(tables.execute(began).fetchall())
    people = """SELECT count(DISTINCT one.cadre) FROM (SELECT "from", UNNEST(participants) AS one FROM classes)
                WHERE "from" BETWEEN '2025-01-01' AND '2025-12-31'"""
    assert counts(year, "summary")["trained"][1] == one(tables, people)


def test_those_evaluated_and_talked_to_in_the_year_are_those_of_its_sessions_and_talks(
    tables: duckdb.DuckDBPyConnection, year: Document
) -> None:
    evaluated = """SELECT count(DISTINCT one.cadre) FROM (SELECT date, UNNEST(people) AS one FROM sessions)
                   WHERE date BETWEEN '2025-01-01' AND '2025-12-31'"""
    assert counts(year, "summary")["evaluated"][1] == one(tables, evaluated)
    talked_to = """SELECT count(DISTINCT one.cadre) FROM (SELECT kind, UNNEST(entries) AS one FROM held)
                   WHERE kind = 'talk' AND one.date BETWEEN '2025-01-01' AND '2025-12-31'"""
    assert counts(year, "summary")["talked to"][1] == one(tables, talked_to)
