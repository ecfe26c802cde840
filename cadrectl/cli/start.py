"""`init` and `demo`: workspaces that did not exist before."""

from collections.abc import Mapping
from pathlib import Path

import click

from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import say

STARTER = Path(__file__).parents[1] / "starter"

new_folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))


@command(
    "init",
    about=say(
        "Make a new workspace in DIR. "
        "It holds a district's vocabularies and the scheme of the three reserve tiers, and no people yet."
    ),
)
@new_folder
@click.pass_obj
def init(session: Session, folder: Path) -> None:
    """Copy the starter workspace."""
    files = sorted(path for path in STARTER.rglob("*.yaml"))
    _make(
        session,
        folder,
        {f"data/{path.relative_to(STARTER).as_posix()}": path.read_text("utf-8") for path in files},
    )


@command(
    "demo",
    about=say(
        "Write a life-like fictitious district into DIR. The same seed gives the same bytes; nobody in it exists."
    ),
)
@new_folder
@option("--cadres", type=click.IntRange(1, 1_000_000), required=True, about=say("How many people."))
@option("--seed", type=click.IntRange(0), default=1, about=say("Another number gives another district (1)."))
@click.pass_obj
def demo(session: Session, folder: Path, cadres: int, seed: int) -> None:
    """Write a generated district, and beside its records what was planted in them."""
    from cadrectl.demo import district, planted_text

    _make(session, folder, dict(district(cadres, seed)) | {"planted.json": planted_text(cadres, seed)})


def _make(session: Session, folder: Path, files: Mapping[str, str]) -> None:
    from cadrectl.records import write_new

    refused = write_new(folder.absolute(), files)
    if refused is not None:
        raise Refusal(refused)
    session.tell(say("{count} files written to {folder}.", count=len(files), folder=str(folder)))


COMMANDS: dict[str, Command] = {"init": init, "demo": demo}
