"""Who signed each commit, and what its message states: as git tells it, with the signers that the caller names.

git itself holds a signature against the time of its commit, so that a key counts from when it is allowed and until it
no longer is. Whether what was found suffices is for whoever asks.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from cadrectl.records.git import git
from cadrectl.records.log import keys_stated, marks

_PARTS = ("%H", "%cs", "%ce", "%G?", "%GS", "%(trailers:only,unfold)", "")


class Signed(Struct, frozen=True):
    """One commit: its id, day and committer's address, git's letter for the signature (G: good), and its principal.

    `changes` are the names of the files that it changes, against its first parent.
    """

    commit: str
    day: str
    committer: str
    letter: str
    principal: str
    trailers: frozenset[str]
    changes: tuple[str, ...]


def signers_named(root: Path) -> bool:
    """Whether git knows a file of allowed signers here; without one it takes no SSH signature for one."""
    return bool(git(root, "config", "gpg.ssh.allowedSignersFile"))


def signatures(root: Path, before: str, after: str, signers: Path | None) -> Iterator[Signed]:
    """Every commit that `after` has and `before` has not, the earliest first; merges too."""
    allowed = () if signers is None else ("-c", f"gpg.ssh.allowedSignersFile={signers.absolute()}")
    options = ("--reverse", "-z", "--name-only", "--no-renames", "--diff-merges=first-parent", "--no-notes")
    plain = ("--no-show-signature", "--no-ext-diff", "--no-textconv")
    end, part = marks(after)
    form = f"--format={end}{part.join(_PARTS)}"
    line = ("-c", "log.showRoot=true", "log", *options, *plain, form, f"{before}..{after}", "--")
    said = git(root, *allowed, *line) or b""
    for one in said.decode("utf-8", "surrogateescape").split(end)[1:]:
        commit, day, committer, letter, principal, trailers, names = one.split(part, 6)
        changed = tuple(name.strip("\n") for name in names.split("\0") if name.strip("\n"))
        yield Signed(commit, day, committer, letter, principal, keys_stated(trailers), changed)
