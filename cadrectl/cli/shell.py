"""The program itself: the options before the command, the commands, and the last word on every exit.

Holds no command: each lives in the module named in `commands.py`, imported when it is called.
"""

import gettext
import os
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl import __version__
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import LANGUAGES, Day, Session, choose_language, said
from cadrectl.cli.words import Command, Group, Refusal, in_short, option, speak
from cadrectl.text import Text, render, say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

DONE, WRONG_USE, ENVIRONMENT, INTERRUPTED = 0, 2, 4, 130


class Program(Group):
    """The command `cadrectl`; a command's module is imported when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of work."""
        return list(ALL)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name; None where there is none."""
        if name not in ALL:
            return None
        command: Command = import_module(f"cadrectl.cli.{ALL[name].module}").COMMANDS[name]
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[Any]]":
        """The commands that begin so with what each is for, without importing any; or the options."""
        from click.shell_completion import CompletionItem

        begun = {name: entry for name, entry in ALL.items() if name.startswith(incomplete)}
        named = [CompletionItem(name, help=in_short(entry.about)) for name, entry in begun.items()]
        return [*named, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for, without importing any."""
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, in_short(entry.about)) for name, entry in ALL.items()])


def _show_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"cadrectl {__version__}")
        ctx.exit()


@click.group(
    cls=Program,
    about=say(
        "Who is eligible for the reserve tiers, how they rank and why, "
        "from a folder of reviewed YAML records, at any date and any revision."
    ),
)
@option("-C", "directory", metavar="DIR", type=click.Path(path_type=Path), default=".", about=say("Work in DIR."))
@option("--as-of", metavar="DATE", type=Day(), about=say("Compute ages, years and states as of DATE (today)."))
@option("--rev", metavar="REV", about=say("Read the records of a git revision."))
@option("--known-at", metavar="DATE", type=Day(), about=say("Read the last revision of that day."))
@option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="CADRECTL_LANG",
    about=say("Speak Chinese or English; else CADRECTL_LANG, the workspace, then the locale decide."),
)
@option("--no-cache", is_flag=True, about=say("Read every record anew and keep nothing of what was read."))
@option("-q", "--quiet", is_flag=True, about=say("Say nothing beside the answer and the problems."))
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    about=say("Show the version and exit."),
)
@click.pass_context
def program(ctx: click.Context, /, **options: Any) -> None:
    """Settle the session; the command that follows uses it."""
    if options["rev"] is not None and options["known_at"]:
        raise click.UsageError(said(say("--rev and --known-at exclude each other.")), ctx)
    if not options["directory"].is_dir():
        raise Refusal(say("{path} is not a folder.", path=str(options["directory"])))
    ctx.color = False if os.environ.get("NO_COLOR") else None
    ctx.obj = Session(
        lang=ctx.obj,
        directory=options["directory"],
        as_of=options["as_of"] or date.today(),
        rev=options["rev"],
        known_at=options["known_at"],
        quiet=options["quiet"],
        cache=not options["no_cache"],
    )


def run(arguments: list[str]) -> int:
    """Run one command line; the exit code. What goes wrong is one sentence on stderr, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # it is None where the caller has closed it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    lang = "en"

    def command() -> int:
        nonlocal lang
        lang = _language(arguments)
        speak(lang)
        code = program.main(list(arguments), prog_name="cadrectl", standalone_mode=False, obj=lang)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code or DONE

    return _guarded(command, lambda text: click.echo(_error(text, lang), err=True))


def _language(arguments: list[str]) -> str:
    """The language, known before anything is parsed in earnest, so that usage errors speak it too."""
    options = program.make_context("cadrectl", list(arguments), resilient_parsing=True).params
    return choose_language(options["lang"], options["directory"] or Path())


def _guarded(command: Callable[[], int], complain: Callable[[Text], None]) -> int:
    try:
        return command()
    except Refusal as refusal:
        complain(refusal.text)
        return refusal.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone: nothing can be told to it, and the interpreter must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ENVIRONMENT
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        complain(say("The system refuses: {reason}", reason=f"{place}{error.strerror or error}"))
        return ENVIRONMENT
    except MemoryError:
        complain(say("The memory of this machine does not suffice."))
        return ENVIRONMENT
    except Exception as error:
        return _fault(error, complain)


def _fault(error: Exception, complain: Callable[[Text], None]) -> int:
    """Own up to a fault of the program; the whole trace only for someone who asked for it."""
    import traceback

    if os.environ.get("CADRECTL_DEBUG"):
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    complain(
        say(
            "This is a fault of cadrectl ({kind} at {place}); CADRECTL_DEBUG=1 shows the trace.",
            kind=type(error).__name__,
            place=place,
        )
    )
    return ENVIRONMENT


def _error(text: Text, lang: str) -> str:
    return render(say("Error: {message}", message=text), lang)
