"""click commands and options whose help is a `Text`, said in the language of the run.

click asks the process's gettext for its own words; `speak` points that at our catalogue, and the classes here
ask the same way, so that a help page is in one language throughout.
"""

import gettext
import os
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from cadrectl.text import CATALOGUES, DOMAIN, Text


def speak(lang: str) -> None:
    """Make gettext, and with it every help page and usage error, speak `lang` from here on."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)


def in_short(about: Text) -> str:
    """The first sentence of an explanation in the language of the run, without its full stop."""
    text = gettext.gettext(about.msgid)
    return text.split("。")[0].split(". ")[0].rstrip(".")


class Option(click.Option):
    """An option explained by a `Text`."""

    def __init__(self, names: list[str], about: Text, **settings: Any) -> None:
        super().__init__(names, **settings)
        self.about = about

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """click's pair of names and help, the help in the language of the run."""
        self.help = gettext.gettext(self.about.msgid)
        return super().get_help_record(ctx)


class Command(click.Command):
    """A command explained by a `Text`: its first sentence stands in the list of commands."""

    def __init__(self, name: str | None, about: Text, **settings: Any) -> None:
        super().__init__(name, context_settings={"help_option_names": ["-h", "--help"]}, **settings)
        self.about = about

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """click's help option, explained in the language of the run (click would keep that of the first)."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = gettext.gettext("Show this message and exit.")
        return option

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the explanation in the language of the run."""
        self.help = gettext.gettext(self.about.msgid)
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the explanation, never cut short."""
        return in_short(self.about)


class Group(Command, click.Group):
    """A command with commands below it, listed in the order in which they were added."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of work, not of the alphabet."""
        return list(self.commands)


def option(*names: str, about: Text, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a command with an option explained by `about`."""
    return click.option(*names, cls=Option, about=about, **settings)


command: Callable[..., Callable[[Callable[..., Any]], Command]] = partial(click.command, cls=Command)


class Refusal(Exception):
    """The run ends here with one sentence: 2 wrong use, 3 unfit records, 4 the environment."""

    def __init__(self, text: Text, exit_code: int = 2) -> None:
        super().__init__(text.msgid)
        self.text = text
        self.exit_code = exit_code
