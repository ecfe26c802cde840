"""`init`, `demo` and `editors`: workspaces that did not exist before, and what editors need in them."""

from collections.abc import Mapping
from pathlib import Path

import click

from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import Text, say, say_count

ENVIRONMENT = 4
STARTER = Path(__file__).parents[1] / "starter"

new_folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))


@command("init", about=ALL["init"].about)
@new_folder
@click.pass_obj
def init(session: Session, folder: Path) -> None:
    """Copy the starter workspace; each file names its schema for editors."""
    from cadrectl.records.editors import header

    files = {f"data/{path.relative_to(STARTER).as_posix()}": path for path in sorted(STARTER.rglob("*.yaml"))}
    _make(session, folder, {name: header(name) + path.read_text("utf-8") for name, path in files.items()})


@command("demo", about=ALL["demo"].about)
@new_folder
@option("--cadres", type=click.IntRange(1, 1_000_000), required=True, about=say("How many people."))
@option("--seed", type=click.IntRange(0), default=1, about=say("Another number gives another district (1)."))
@click.pass_obj
def demo(session: Session, folder: Path, cadres: int, seed: int) -> None:
    """Write a generated district, and beside its records what was planted in them."""
    from cadrectl.demo import district, planted_text

    _make(session, folder, dict(district(cadres, seed)) | {"planted.json": planted_text(cadres, seed)})


def _make(session: Session, folder: Path, files: Mapping[str, str]) -> None:
    from cadrectl.records.clone import ATTRIBUTES, attributes
    from cadrectl.records.write import write_new

    refused = write_new(folder.absolute(), {**files, **_for_editors(None), ATTRIBUTES: attributes()})
    if refused is not None:
        raise Refusal(refused)
    text = say_count(
        "{count} file written to {folder}.", "{count} files written to {folder}.", count=len(files), folder=str(folder)
    )
    session.tell(text)


def _for_editors(settings: str | None) -> Mapping[str, str]:
    from cadrectl.records.editors import editor_files

    files = editor_files(settings)
    if isinstance(files, Text):
        raise Refusal(files)
    return files


def _text(file: Path) -> str | None:
    """What is in a file, None where there is none."""
    return file.read_text("utf-8", "replace") if file.exists() else None


@command("editors", about=ALL["editors"].about)
@click.pass_obj
def editors(session: Session) -> None:
    """Print the names of the files that were not in step."""
    from cadrectl.cli.reading import root_of
    from cadrectl.records.editors import SETTINGS
    from cadrectl.records.write import write_all

    root = root_of(session)
    files = _for_editors(_text(root / SETTINGS))
    changed = {name: text for name, text in files.items() if _text(root / name) != text}
    if refused := write_all(root, changed):
        raise Refusal(refused, ENVIRONMENT)
    for name in changed:
        click.echo(name)


COMMANDS: dict[str, Command] = {"init": init, "demo": demo, "editors": editors}
