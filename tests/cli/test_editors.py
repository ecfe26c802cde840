"""What a workspace gives editors: schemas in step with the program, a map for VS Code, a header in each new file."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cadrectl.records import schemas
from cadrectl.records.schemas import SCHEMAS, kind_and_id, kinds
from cadrectl.records.source import working_tree
from tests.cli.conftest import Cadrectl

ROOT = Path(__file__).parents[2]
HEADER = re.compile(r"# yaml-language-server: \$schema=(\S+)\n\n")


@pytest.fixture
def fresh(cadrectl: Cadrectl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace as `init` makes it."""
    folder = tmp_path / "fresh"
    assert cadrectl("init", folder).code == 0
    monkeypatch.chdir(folder)
    return folder


def settings(workspace: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((workspace / ".vscode/settings.json").read_text("utf-8"))
    return found


def kinds_by_map(workspace: Path, name: str) -> Iterator[str]:
    """The kinds whose schema the map gives to a file, with patterns read as VS Code's YAML extension reads them."""
    for schema, patterns in settings(workspace)["yaml.schemas"].items():
        wanted = [one for one in patterns if not one.startswith("!")]
        unwanted = [one.removeprefix("!") for one in patterns if one.startswith("!")]
        if any(fits(one, name) for one in wanted) and not any(fits(one, name) for one in unwanted):
            yield Path(schema).stem


def fits(pattern: str, name: str) -> bool:
    parts = [re.escape(part).replace(r"\*", "[^/]*") for part in pattern.split("**/")]
    return re.fullmatch("(?:.*/)?".join(parts), name) is not None


def test_the_schemas_of_a_new_workspace_are_those_of_the_program(fresh: Path) -> None:
    copied = {path.stem: json.loads(path.read_text("utf-8")) for path in (fresh / ".cadrectl/schemas").iterdir()}
    assert copied == {kind: schemas.schema(kind) for kind in kinds()}


def test_the_map_gives_every_record_the_schema_of_its_kind_and_no_other(fresh: Path) -> None:
    names = working_tree(ROOT).names()
    assert len(names) > 100
    for name in names:
        named = kind_and_id(name)
        assert named is not None
        assert list(kinds_by_map(fresh, name)) == [named[0]]


def test_every_schema_of_the_map_is_there(fresh: Path) -> None:
    assert all((fresh / schema).is_file() for schema in settings(fresh)["yaml.schemas"])


def test_every_new_file_begins_with_the_way_to_its_schema(fresh: Path) -> None:
    for name in working_tree(fresh).names():
        named = kind_and_id(name)
        header = HEADER.match((fresh / name).read_text("utf-8"))
        assert named is not None
        assert header is not None
        schema = (fresh / name).parent / header[1]
        assert json.loads(schema.read_text("utf-8")) == schemas.schema(named[0])


def test_new_files_with_their_headers_are_sound_and_canonical(cadrectl: Cadrectl, fresh: Path) -> None:
    assert cadrectl("validate", "--strict").code == 0
    assert cadrectl("fmt", "--check").code == 0


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "apart"])
def test_fmt_keeps_the_header_at_the_top_when_keys_change_places(cadrectl: Cadrectl, fresh: Path, gap: str) -> None:
    line = "# yaml-language-server: $schema=../../.cadrectl/schemas/units.json"
    file = fresh / "data/units/U001.yaml"
    file.parent.mkdir()
    file.write_text(f"{line}{gap}kind: primary\nname: 城南小学\n", "utf-8")
    assert cadrectl("fmt").code == 0
    assert file.read_text("utf-8") == f"{line}\n\nname: 城南小学\nkind: primary\n"


def test_nothing_is_written_where_all_is_in_step(cadrectl: Cadrectl, fresh: Path) -> None:
    assert cadrectl("editors").out == ""


def test_schemas_of_an_older_program_are_brought_into_step(cadrectl: Cadrectl, fresh: Path) -> None:
    old = fresh / ".cadrectl/schemas/units.json"
    old.write_text("{}", "utf-8")
    assert cadrectl("editors").out == ".cadrectl/schemas/units.json\n"
    assert old.read_bytes() == (SCHEMAS / "units.json").read_bytes()


def test_other_settings_of_the_editor_are_kept(cadrectl: Cadrectl, fresh: Path) -> None:
    file = fresh / ".vscode/settings.json"
    mapped = settings(fresh)["yaml.schemas"]
    own = {"editor.tabSize": 2, "yaml.schemas": {"mine.json": "mine/*.yaml", ".cadrectl/schemas/gone.json": "x"}}
    file.write_text(json.dumps(own), "utf-8")
    assert cadrectl("editors").out == ".vscode/settings.json\n"
    assert settings(fresh) == {"editor.tabSize": 2, "yaml.schemas": {"mine.json": "mine/*.yaml", **mapped}}


@pytest.mark.parametrize("text", ["{ // mine\n}", "[]", '{"yaml.schemas": []}'])
def test_settings_that_cannot_be_kept_are_left_alone(cadrectl: Cadrectl, fresh: Path, text: str) -> None:
    file = fresh / ".vscode/settings.json"
    file.write_text(text, "utf-8")
    refused = cadrectl("editors")
    assert refused.code == 2
    assert ".vscode/settings.json" in refused.err
    assert file.read_text("utf-8") == text
