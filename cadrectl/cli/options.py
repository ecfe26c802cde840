"""Options that several commands take."""

import click

from cadrectl.cli import completing
from cadrectl.cli.words import option
from cadrectl.text import say

skip_invalid = option(
    "--skip-invalid", is_flag=True, about=say("Leave out the records that have errors, and name them.")
)
policy = option(
    "--policy",
    metavar="P",
    shell_complete=completing.policies,
    about=say("Judge by this policy, a series or a version, and not by those in force."),
)
tiers = option(
    "--tier",
    "tiers",
    metavar="T",
    multiple=True,
    shell_complete=completing.tiers,
    about=say("Only this tier (1 means tier-1); may be repeated."),
)
policies = click.argument("names", metavar="[P]...", nargs=-1, shell_complete=completing.policies)
cadres = option(
    "--cadre",
    "cadres",
    metavar="ID",
    multiple=True,
    shell_complete=completing.people,
    about=say("Only this person, by id or name; may be repeated."),
)
explain = option(
    "--explain",
    is_flag=True,
    about=say("Give every clause: what it asks, what was found, and where it stands."),
)
