"""Completion: what a shell may offer for the word being typed, and `completion`, which prints the script for the shell.

It must answer between two keystrokes, so it glances at names of files and at lines, and neither parses nor computes.
"""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session, said
from cadrectl.cli.words import Command, command
from cadrectl.problem import CATALOGUE
from cadrectl.workspace import DATA, find_workspace, glance, glance_at_ids

Item = CompletionItem[Any]
Items = list[Item]

NOT_LISTED = {"cadres-private", "policies", "vocabularies"}  # `list` and `show` do not know these
NAMED = 200  # beside more ids than these no names are shown: reading them takes longer than a keystroke


def people(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """The ids that begin so, each with the person's name; where none does, the names that begin so, with the ids."""
    folder = _data(ctx) / "cadres"
    ids = sorted(id for id in _ids(folder) if id.startswith(incomplete))
    if len(ids) > NAMED:
        return [CompletionItem(id) for id in ids]
    if ids:
        return [CompletionItem(id, help=glance(folder / f"{id}.yaml", "name")) for id in ids]
    named: dict[str, list[str]] = {}
    for id in sorted(_ids(folder)):
        name = glance(folder / f"{id}.yaml", "name")
        if name is not None and name.startswith(incomplete):
            named.setdefault(name, []).append(id)
    return [CompletionItem(name, help=", ".join(islice(ids, 9))) for name, ids in sorted(named.items())]


def everything(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """People, and the records of the other kinds by id."""
    others = [
        CompletionItem(id, help=folder.name)
        for folder in _folders(ctx)
        if folder.name != "cadres"
        for id in sorted(_ids(folder))
        if id.startswith(incomplete)
    ]
    return [*people(ctx, param, incomplete), *others]


def kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """The kinds of which there are records."""
    return [CompletionItem(folder.name) for folder in _folders(ctx) if folder.name.startswith(incomplete)]


def codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """The codes of problems, each with its meaning."""
    return [
        CompletionItem(code, help=said(entry.title))
        for code, entry in sorted(CATALOGUE.items())
        if code.startswith(incomplete)
    ]


def policies(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """The policies by id."""
    return [CompletionItem(file.stem) for file in _policy_files(ctx) if file.stem.startswith(incomplete)]


def policies_and_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """The policies by id; where none begins so, files."""
    return policies(ctx, param, incomplete) or [CompletionItem(incomplete, type="file")]


def tiers(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """The tiers of all policies."""
    ids = dict.fromkeys(id for file in _policy_files(ctx) for id in glance_at_ids(file, "select"))
    return [CompletionItem(id) for id in ids if id.startswith(incomplete)]


def _data(ctx: click.Context) -> Path:
    """The folder of the records, whether it is there or not."""
    start = Path(ctx.find_root().params.get("directory") or ".")
    return (find_workspace(start) or start) / DATA


def _folders(ctx: click.Context) -> list[Path]:
    data = _data(ctx)
    return sorted(path for path in data.glob("*") if path.is_dir() and path.name not in NOT_LISTED)


def _ids(folder: Path) -> Iterator[str]:
    """The ids of the records of a kind, also of one with a folder for each year."""
    for _, _, names in os.walk(folder):
        yield from (name.removesuffix(".yaml") for name in names if name.endswith(".yaml") and name[0] != ".")


def _policy_files(ctx: click.Context) -> list[Path]:
    return sorted(file for file in (_data(ctx) / "policies").glob("*.yaml") if not file.stem.endswith(".cases"))


@command("completion", about=ALL["completion"].about)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_obj
def completion(session: Session, shell: str) -> None:
    """Print the script."""
    scripts = get_completion_class(shell)
    assert scripts is not None
    script = scripts(click.Group(), {}, "cadrectl", "_CADRECTL_COMPLETE")
    click.echo(script.source_template % script.source_vars())


COMMANDS: dict[str, Command] = {"completion": completion}
