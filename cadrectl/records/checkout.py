"""What a sparse checkout leaves out of the working tree. Where nobody has made it sparse, git is not asked."""

from pathlib import Path

from cadrectl.workspace import DATA


def left_out(root: Path) -> int:
    """How many files below `data/` the checkout has by git's account and not on disk, because it is sparse."""
    if not _sparse(root.absolute()):
        return 0
    from cadrectl.records.git import git

    listed = git(root, "ls-files", "-t", "-z", "--", f"{DATA}/") or b""
    return sum(entry.startswith(b"S ") for entry in listed.split(b"\0"))


def _sparse(here: Path) -> bool:
    """Whether somebody has said which files this checkout is to have, and perhaps unsaid it since."""
    for folder in (here, *here.parents):
        place = folder / ".git"
        if place.is_file():  # a linked work tree or a submodule: it names its own folder
            place = folder / place.read_text("utf-8", "replace").removeprefix("gitdir:").strip()
        if place.is_dir():
            return (place / "info/sparse-checkout").is_file()
    return False
