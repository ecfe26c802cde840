"""The headcount of a report, counted anew by plain SQL over the files of people and units."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from cadrectl.report.document import Document, Row, Table, spoken
from cadrectl.report.ground import Ground
from cadrectl.report.staffed import staffed
from tests.report.conftest import AUGUST, ROOT, ground

DAY = AUGUST.last.isoformat()
RANKS = {
    "principal": "principal",
    "deputy": "deputy",
    "middle-chief": "middle management chief",
    "middle-deputy": "middle management deputy",
}
PLACES = f"""
CREATE VIEW running AS
  SELECT file, post.unit AS unit, post.post AS name, post.kind AS kind
  FROM (SELECT file, UNNEST(posts) AS post FROM cadres WHERE "left" IS NULL OR "left".date > '{DAY}')
  WHERE post.unit IS NOT NULL AND post.rank <> 'staff' AND post."from" <= '{DAY}'
    AND (post."to" IS NULL OR post."to" > '{DAY}');
CREATE VIEW places AS
  SELECT file AS unit, post.post AS name, post.rank AS rank, post.domain AS domain, post.headcount::INT AS authorised
  FROM (SELECT file, UNNEST(posts) AS post FROM units) WHERE post.rank <> 'staff';
CREATE VIEW filled AS
  SELECT *, (SELECT count(*) FROM running r WHERE r.unit = p.unit AND r.name = p.name AND kind = 'appointed') AS held,
    (SELECT count(*) FROM running r WHERE r.unit = p.unit AND r.name = p.name AND kind = 'concurrent') AS beside,
    (SELECT count(*) FROM running r WHERE r.unit = p.unit AND r.name = p.name
       AND kind NOT IN ('appointed', 'concurrent')) AS covered
  FROM places p
"""
NUMBERS = """sum(authorised), sum(held), sum(beside), sum(covered), sum(greatest(0, held - authorised)),
             sum(greatest(0, authorised - held - beside))"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The files of people and units as tables."""
    folder, database = tmp_path_factory.mktemp("files"), duckdb.connect()
    for kind in ("cadres", "units"):
        file = folder / f"{kind}.json"
        paths = sorted((ROOT / "data" / kind).glob("*.yaml"))
        file.write_text(json.dumps([read(path) for path in paths]), "utf-8")
        rows = f"SELECT * FROM read_json('{file}', maximum_object_size = 100000000, sample_size = -1)"
        database.execute(f"CREATE TABLE {kind} AS {rows}")
    database.execute(PLACES)
    return database


def read(path: Path) -> dict[str, object]:
    """A file with its name; every value is a text."""
    return {**yaml.load(path.read_text("utf-8"), yaml.CBaseLoader), "file": path.stem}


def section(ground: Ground) -> Document:
    part = staffed(ground)
    return spoken(Document("report", part.section.title, "", ground.basis, (part.section,), part.annexes), "en")


@pytest.fixture(scope="module")
def document(district: Ground) -> Document:
    return section(district)


def rows(document: Document, id: str) -> dict[str, Row]:
    blocks = [*(block for one in document.sections for block in one.blocks), *document.annexes]
    [found] = [block for block in blocks if isinstance(block, Table) and block.id == id]
    return {str(row[0]): row[1:] for row in found.rows}


def told(row: Row) -> tuple[object, ...]:
    """The numbers of a row that the files tell: all but those of whom it is not known."""
    authorised, held, unknown, *others = row
    assert unknown == 0
    return (authorised, held, *others)


def counted(tables: duckdb.DuckDBPyConnection, where: str) -> tuple[object, ...]:
    found = tables.execute(f"SELECT {NUMBERS} FROM filled WHERE {where}").fetchone()
    assert found is not None
    return found


def test_each_level_has_as_many_posts_holders_and_gaps_as_the_files(
    tables: duckdb.DuckDBPyConnection, document: Document
) -> None:
    found = rows(document, "headcount-rank")
    for rank, label in RANKS.items():
        assert told(found[label]) == counted(tables, f"rank = '{rank}'")
    assert told(found["together"]) == counted(tables, "true")
    assert found["together"][0] > found["together"][1] > 200  # type: ignore[operator]


def test_each_domain_has_as_many_posts_holders_and_gaps_as_the_files(
    tables: duckdb.DuckDBPyConnection, document: Document
) -> None:
    found = rows(document, "headcount-domain")
    labels = yaml.safe_load((ROOT / "data/vocabularies/domains.yaml").read_text("utf-8"))["terms"]
    words = {one["label"]["en"]: one["id"] for one in labels}
    for label in found.keys() - {"together"}:
        assert told(found[label]) == counted(tables, f"domain = '{words[label]}'")
    assert told(found["together"]) == counted(tables, "true")


def test_each_unit_has_as_many_posts_holders_and_gaps_as_the_files(
    tables: duckdb.DuckDBPyConnection, document: Document
) -> None:
    found = rows(document, "staffing")
    names = dict(tables.execute("SELECT name, file FROM units WHERE len(posts) > 0").fetchall())
    assert found.keys() == names.keys()
    for name, row in found.items():
        assert told(row[:7]) == counted(tables, f"unit = '{names[name]}'")


def test_units_are_over_full_or_under_as_their_posts_are(
    tables: duckdb.DuckDBPyConnection, document: Document
) -> None:
    states = """SELECT CASE WHEN sum(greatest(0, held - authorised)) > 0 THEN 'over'
                       WHEN sum(greatest(0, authorised - held - beside)) > 0 THEN 'under' ELSE 'full' END AS state
                FROM filled GROUP BY unit"""
    query = f"SELECT state, count(*) FROM ({states}) GROUP BY state"
    found = {state: row[0] for state, row in rows(document, "headcount-units").items() if row[0]}
    assert found == dict(tables.execute(query).fetchall())


def test_units_with_too_many_staff_are_those_planted(document: Document) -> None:
    planted = json.loads((ROOT / "tests/demo/planted.json").read_text("utf-8"))["overstaffed"]
    assert sum(row[1] for row in rows(document, "headcount-units").values()) == len(planted)  # type: ignore[misc]
    surplus = [int(str(row[-1])) for row in rows(document, "staffing").values()]
    assert sorted(one for one in surplus if one) == sorted(planted.values())


def test_a_post_that_one_too_many_hold_is_over_in_every_table_though_another_place_is_empty(tmp_path: Path) -> None:
    """A deputy too many in a school that lacks a middle manager: the gap does not hide the surplus."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    unit = tmp_path / "data/units/U001.yaml"
    text = unit.read_text("utf-8")
    changed = text.replace("domain: teaching\n    headcount: 3", "domain: teaching\n    headcount: 2", 1)
    assert changed != text
    unit.write_text(changed, "utf-8")
    before, after = section(ground(ROOT)), section(ground(tmp_path))
    for id, name in (("headcount-rank", "deputy"), ("headcount-domain", "Teaching"), ("staffing", "安山小学")):
        assert (rows(before, id)[name][5], rows(after, id)[name][5]) == (0, 1)
        assert rows(before, id)[name][6] == rows(after, id)[name][6]
    assert (rows(before, "headcount-units")["over"][0], rows(after, "headcount-units")["over"][0]) == (0, 1)


def test_the_section_names_nobody_whoever_reads_it(district: Ground) -> None:
    people = {str(name) for name in district.book.register.tables["cadres"]["name"]}
    cells = [cell for table in (*section(district).annexes,) for row in table.rows for cell in row]
    assert not people & {cell for cell in cells if isinstance(cell, str)}
