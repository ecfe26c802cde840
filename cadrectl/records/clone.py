"""How git treats records: the attributes that a workspace carries, and the settings of one clone that give them effect.

Settings name the program by its absolute path: git may be called by programs that know no PATH. Where it is gone all
the same, differences are shown as they are written, merges are git's own, and no commit passes for checked.
"""

import shlex
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from cadrectl.records.git import git
from cadrectl.records.revisions import folder_in_repository
from cadrectl.records.schemas import kinds
from cadrectl.text import Text, render, say
from cadrectl.workspace import WORKSPACE_FILE

ATTRIBUTES = ".gitattributes"
NESTED = ("policies", "cases", "workspace")
"""Kinds that are shown as they are written: their readers are those who write them."""
PRIVATE = "cadres-private"
_HOOKS = ("pre-commit", "pre-merge-commit")
_MARK = "# cadrectl: checks the records that are about to be committed"
_MESSAGE = "cadrectl-message"


def attributes() -> str:
    """The `.gitattributes` of a workspace. Of sensitive records no difference is shown."""
    lines = ["data/**/*.yaml text eol=lf merge=cadrectl"]
    lines += [f"data/{kind}/**/*.yaml diff=cadrectl-{kind}" for kind in kinds() if kind not in (*NESTED, PRIVATE)]
    return "\n".join([*lines, f"data/{PRIVATE}/** -diff", ""])


class Clone(Struct, frozen=True):
    """A workspace in a clone, the program as a command line begins with it, and the language that it speaks there."""

    root: Path
    program: Sequence[str]
    lang: str

    @property
    def command(self) -> str:
        """The command line up to the subcommand, run from the top of the work tree."""
        folder = folder_in_repository(self.root) or "."
        return shlex.join([*self.program, "-C", folder, "--lang", self.lang, "-q", "git"])


def settings(clone: Clone) -> list[tuple[str, str]]:
    """Key and value of every setting."""
    found = [("core.quotePath", "false"), ("core.fsync", "all"), ("merge.cadrectl.name", "cadrectl"), _merge(clone)]
    for kind in kinds():
        if kind not in (*NESTED, PRIVATE):
            shown = f'f() {{ {clone.command} textconv {kind} "$1" 2>/dev/null || cat "$1"; }}; f'
            found.append((f"diff.cadrectl-{kind}.textconv", shown))
            found.append((f"diff.cadrectl-{kind}.cachetextconv", "false"))
            found.append((f"diff.cadrectl-{kind}.xfuncname", "^([^ ].*)$"))
    return found


def _merge(clone: Clone) -> tuple[str, str]:
    """The merge of one file: ours, which refuses with 1; then the text is merged so that the conflict can be seen."""
    program = f'{clone.command} merge "$1" "$2" "$3" "$4"'
    text = 'git merge-file -q -L ours -L base -L theirs "$2" "$1" "$3"'
    driver = f"f() {{ {program}; s=$?; [ $s = 0 ] && return 0; {text} || return 1; [ $s != 1 ]; }}; f %O %A %B %P"
    return "merge.cadrectl.driver", driver


def set_up(clone: Clone) -> list[Text] | None:
    """Settle the clone; what was done, and what was left alone because somebody else had settled it.

    None where git does not write its settings; then nothing else is written either.
    """
    line = ("config", "--local", "--replace-all")
    if any(git(clone.root, *line, key, value) is None for key, value in settings(clone)):
        return None
    return [
        say("differences in words, merges of records, names in Chinese, safe writes"),
        *(_hooked(clone, name) for name in _HOOKS),
        _message(clone),
    ]


def _hooked(clone: Clone, name: str) -> Text:
    found = git(clone.root, "rev-parse", "--path-format=absolute", "--git-path", "hooks")
    hook = Path((found or b"").decode("utf-8", "surrogateescape").removesuffix("\n")) / name
    check = f"{clone.command} staged"
    if hook.exists() and _MARK not in hook.read_text("utf-8", "replace"):
        return say("{path} is another hook and was left alone; have it call: {command}", path=str(hook), command=check)
    hook.parent.mkdir(parents=True, exist_ok=True)
    hook.write_text(_script(clone, check), "utf-8")
    hook.chmod(0o755)
    return say("a check of the records before each commit: {path}", path=str(hook))


def _script(clone: Clone, check: str) -> str:
    """The hook. Where there is no workspace it lets pass; where there is no program it says what to do."""
    workspace = shlex.quote(f"{folder_in_repository(clone.root)}{WORKSPACE_FILE}")
    gone = say(
        "The records were not checked: cadrectl cannot be run by {program} any more. Install it there again, or run "
        "`cadrectl git setup` with the one that is installed now. `git commit --no-verify` commits without the check.",
        program=clone.program[0],
    )
    lines = (
        "#!/bin/sh",
        _MARK,
        f"[ -f {workspace} ] || exit 0",
        f"{check} && exit 0",
        "found=$?",
        f"{shlex.join(clone.program)} --version >/dev/null 2>&1 ||",
        f"  printf '%s\\n' {shlex.quote(render(gone, clone.lang))} >&2",
        "exit $found",
    )
    return "".join(f"{line}\n" for line in lines)


def _message(clone: Clone) -> Text:
    found = git(clone.root, "rev-parse", "--path-format=absolute", "--git-common-dir")
    file = Path((found or b"").decode("utf-8", "surrogateescape").removesuffix("\n")) / _MESSAGE
    known = (git(clone.root, "config", "commit.template") or b"").decode("utf-8", "replace").strip()
    if known and Path(known).name != _MESSAGE:  # one of that name is ours, from where the clone was before
        return say("{path} is another template for messages and was left alone", path=known)
    file.write_text(render(TEMPLATE, clone.lang), "utf-8")
    git(clone.root, "config", "--local", "commit.template", str(file))
    return say("a template for messages: {path}", path=str(file))


TEMPLATE = say(
    "\n\n"
    "# First line: what was decided, about whom. Then an empty line, and why.\n"
    "# At the end, each on a line of its own and without the “#”:\n"
    "# Approval-Ref: number of the reply or of the minutes\n"
    "# Mass-Removal: why so many are taken off the register\n"
)
