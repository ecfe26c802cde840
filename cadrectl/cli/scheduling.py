"""`schedule`: the lines by which cron or systemd writes the month's report, for the machine that will do it."""

import shlex
import sys
from pathlib import Path

import click

from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, command
from cadrectl.text import Text, render, say

CRONTAB = """\
{minute} {hour} 1 * * {command}
"""
UNITS = """\
# ~/.config/systemd/user/cadrectl-report.service
[Unit]
Description=cadrectl report monthly

[Service]
Type=oneshot
ExecStart={command}

# ~/.config/systemd/user/cadrectl-report.timer
[Unit]
Description=cadrectl report monthly

[Timer]
OnCalendar=*-*-01 {hour:02}:{minute:02}
Persistent=true

[Install]
WantedBy=timers.target
"""
HOUR, MINUTE = 5, 10  # after midnight jobs, before anybody is at work


@command("schedule", about=ALL["schedule"].about)
@click.pass_obj
def schedule(session: Session) -> None:
    """Print both, each under a line that says what it is for."""
    from cadrectl.cli.reading import root_of

    work = [sys.executable, "-m", "cadrectl", "-C", str(Path(root_of(session)).absolute()), "report", "monthly"]
    told = {"command": shlex.join([*work, "--commit"]), "hour": HOUR, "minute": MINUTE}
    _say(say("A line for `crontab -e`; it does nothing for a month in which the machine was off that day."), session)
    click.echo(CRONTAB.format(**told))
    _say(say("Two files for systemd; the timer catches up on a month in which the machine was off."), session)
    click.echo(UNITS.format(**told), nl=False)


def _say(text: Text, session: Session) -> None:
    click.echo(f"# {render(text, session.lang)}")


COMMANDS: dict[str, Command] = {"schedule": schedule}
