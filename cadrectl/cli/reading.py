"""From the session to the records it is about, and what stands in the way of computing from them."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from cadrectl.cli.problems import tell_problems
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal
from cadrectl.problem import Problem
from cadrectl.records.checkout import left_out
from cadrectl.records.contents import Contents
from cadrectl.records.kept import keep_problems, kept_problems
from cadrectl.records.looking import contents as contents_of
from cadrectl.records.record import Record
from cadrectl.records.source import Source, WatchedSource, working_tree
from cadrectl.records.stamp import stamp
from cadrectl.records.store import NOTHING, Store, private_folder
from cadrectl.text import Text, say, say_count
from cadrectl.workspace import find_workspace

if TYPE_CHECKING:
    from cadrectl.register import Register

WRONG_USE, UNFIT, ENVIRONMENT = 2, 3, 4
SHORT = 10  # so many digits of a commit are enough for people


class Reading(Struct, frozen=True, dict=True):
    """The records of one run, every problem found in them, which records these are and where they came from.

    `contents` is there where the records, all of them, can be found in the snapshot; `left_out` are the paths of
    those that have errors and are passed over.
    """

    root: Path
    source: Source
    problems: list[Problem]
    digest: str
    count: int
    store: Store = NOTHING
    contents: Contents | None = None
    _held: Sequence[Record] | None = None
    left_out: tuple[str, ...] = ()
    _of: dict[str, list[Record]] = field(default_factory=dict)

    @cached_property
    def records(self) -> Sequence[Record]:
        """All of the records, by path."""
        return self._held if self._held is not None else self._shelved(None)

    def of(self, kind: str) -> list[Record]:
        """The records of one kind, by path; the others need not be read for it."""
        if "records" in self.__dict__ or self._held is not None or self.contents is None:
            return [record for record in self.records if record.kind == kind]
        if kind not in self._of:
            self._of[kind] = self._shelved(self.contents.of(kind))
        return self._of[kind]

    def _shelved(self, names: list[str] | None) -> list[Record]:
        from cadrectl.records.shelf import read_shelved

        assert self.contents is not None
        found = read_shelved(self.contents, self.store, names)
        if not found.exact:
            raise Refusal(say("The records changed while they were read; nothing was computed."), ENVIRONMENT)
        return found.records

    def head(self, command: str, session: Session, policies: Sequence[Mapping[str, Any]] = ()) -> Mapping[str, Any]:
        """The JSON envelope of a command's answer, without its rows and problems."""
        return Envelope(
            lambda: {
                "schema": f"cadrectl/{command}/1",
                "as_of": session.as_of.isoformat(),
                "records": self.digest,
                "revision": _commit(self.source, self.root),
                "policies": list(policies),
            }
        )


def head_of(source: WatchedSource, root: Path, command: str, session: Session) -> Mapping[str, Any]:
    """The JSON envelope of an answer about a state of which not everything is read."""

    def made() -> Mapping[str, Any]:
        now = time.time_ns()
        return {
            "schema": f"cadrectl/{command}/1",
            "as_of": session.as_of.isoformat(),
            "records": contents_of(source, store_of(session, now), now).digest,
            "revision": _commit(source, root),
            "policies": [],
        }

    return Envelope(made)


class Envelope(Mapping[str, Any]):
    """A mapping that is made when it is first looked into: only JSON needs to ask git for the commit."""

    def __init__(self, make: Callable[[], Mapping[str, Any]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, Any]:
        return self._make()

    def __getitem__(self, key: str) -> Any:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _commit(source: Source, root: Path) -> str | None:
    """The commit whose records exactly these are, if any."""
    from cadrectl.records.revisions import Revision, commit_if_clean

    return source.commit if isinstance(source, Revision) else commit_if_clean(root)


def root_of(session: Session, past: bool = False) -> Path:
    """The folder that holds `data/workspace.yaml`, here or above; without one the run ends.

    For what is asked only of revisions (`past`) it need not be on disk: a checkout may be sparse, a repository bare.
    """
    root = find_workspace(session.directory)
    if root is not None:
        return root
    from cadrectl.records.revisions import workspace_in

    root = workspace_in(session.directory, session.rev or "HEAD")
    if root is None:
        raise Refusal(
            say("There is no workspace here or above (no data/workspace.yaml); `cadrectl init DIR` makes one.")
        )
    if past or session.rev is not None or session.known_at is not None:
        return root
    raise Refusal(
        say(
            "The workspace is in the repository and not on disk: check it out (`git checkout HEAD -- data`; where the "
            "checkout is sparse, `git sparse-checkout disable`), or ask about a revision (--rev HEAD)."
        )
    )


def read(session: Session) -> Reading:
    """All records and all problems, of files and across them."""
    root = root_of(session)
    return read_from(session, root, source_of(session, root))


def read_from(session: Session, root: Path, source: WatchedSource) -> Reading:
    """All records and all problems of one state of the workspace."""
    return (_read_kept(session, root, source) if session.cache else None) or _read_anew(session, root, source)


def _read_anew(session: Session, root: Path, source: WatchedSource) -> Reading:
    """The reading that owes nothing to an earlier one."""
    from cadrectl.checks.since import found_in
    from cadrectl.records.read import read_workspace
    from cadrectl.records.shelf import read_shelved

    contents = contents_of(source, NOTHING, time.time_ns())
    shared = read_shelved(contents, NOTHING)  # among several processes
    if shared.exact:
        read, problems, digest = shared.records, [*contents.problems, *shared.problems], contents.digest
    else:  # files changed in between: each is read once, so that the digest is that of the records
        again = read_workspace(source)
        read, problems, digest = again.records, again.problems, again.digest
    found = found_in(read, problems, session.as_of)
    return Reading(root, source, found.problems, digest, found.number, _held=read)


def _read_kept(session: Session, root: Path, source: WatchedSource) -> Reading | None:
    """The reading that takes from the snapshot what has not changed; None where nothing can be kept."""
    now = time.time_ns()
    store = store_of(session, now)
    if not store.keeps:
        return None
    contents = contents_of(source, store, now)
    known = kept_problems(contents, store, session.as_of)
    if known is not None:
        return Reading(root, source, known.problems, contents.digest, known.number, store, contents)
    return _read_changed(root, contents, store, session.as_of)


def _read_changed(root: Path, contents: Contents, store: Store, as_of: date) -> Reading | None:
    """The reading of files that are not those of any reading before."""
    from cadrectl.checks import since
    from cadrectl.records.shelf import read_shelved

    found, held = since.found_since(contents, store, as_of), None
    if found is None:
        read = read_shelved(contents, store)
        if not read.exact:
            return None
        held = read.records
        found = since.found_in(held, [*contents.problems, *read.problems], as_of)
        since.keep_as_base(held, contents, store, as_of)
    keep_problems(contents, store, as_of, found)
    return Reading(root, contents.source, found.problems, contents.digest, found.number, store, contents, held)


def store_of(session: Session, now: int) -> Store:
    """Where this run keeps what can be computed again; nowhere if it shall not."""
    folder = private_folder() if session.cache else None
    return Store(folder, stamp(), now // 1_000_000_000)


def source_of(session: Session, root: Path) -> WatchedSource:
    """The working tree, or the revision that the session asks for."""
    if session.rev is None and session.known_at is None:
        missing = left_out(root)
        if missing:
            session.tell(_sparse(missing))
        return working_tree(root)
    from cadrectl.records.revisions import Failure, known_at, revision

    asked = revision(root, session.rev) if session.rev is not None else None
    found = asked or known_at(root, session.known_at or session.as_of)
    if isinstance(found, Failure):
        raise Refusal(found.message, ENVIRONMENT if found.code == "no-git" else WRONG_USE)
    if not found.has_workspace:
        raise Refusal(say("There was no workspace here in revision {commit}.", commit=found.commit))
    session.tell(say("The records are those of revision {commit}.", commit=found.commit[:SHORT]))
    return found


def _sparse(missing: int) -> Text:
    return say_count(
        "The checkout is sparse: {count} file of data/ is not on disk and counts as missing; "
        "`git sparse-checkout disable` brings it, --rev HEAD reads it from git.",
        "The checkout is sparse: {count} files of data/ are not on disk and count as missing; "
        "`git sparse-checkout disable` brings them, --rev HEAD reads them from git.",
        count=missing,
    )


def read_fit(session: Session, skip_invalid: bool) -> Reading:
    """The records to compute from. Errors end the run, or leave out and name the records that have them."""
    reading = read(session)
    errors = [problem for problem in reading.problems if problem.is_error]
    if not errors:
        return reading
    if not session.quiet:
        tell_problems(errors, reading.source, session.lang)
    if not skip_invalid:
        told = say_count(
            "The records are not fit to compute from ({count} error); nothing was computed.",
            "The records are not fit to compute from ({count} errors); nothing was computed.",
            count=len(errors),
        )
        raise Refusal(in_one_line(told, errors[0]) if session.quiet else told, UNFIT)
    kept, left_out = _sound(list(reading.records), session, {problem.path for problem in errors})
    sound = Reading(reading.root, reading.source, reading.problems, reading.digest, len(kept), _held=kept)
    return without(sound, left_out, session)


def in_one_line(told: Text, first: Problem) -> Text:
    """What is said to those who asked for no list of problems: the first of them with its place, and where all are."""
    place = f"{first.path}:{first.line}:{first.column}"
    what = {"place": place, "message": first.message, "told": told}
    return say("{place}: {message}. {told} See cadrectl validate --strict.", **what)


def without(reading: Reading, left_out: Iterable[str], session: Session) -> Reading:
    """The reading that says of these files that they are left out of it; they are named on stderr."""
    paths = sorted(left_out)
    for path in paths:
        session.tell(say("left out: {path}", path=path))
    return replace(reading, left_out=(*reading.left_out, *paths))


def _sound(known: list[Record], session: Session, unfit: set[str]) -> tuple[list[Record], set[str]]:
    """The records that are right among themselves: leaving one out can leave others pointing at nothing."""
    from cadrectl import checks

    left_out: set[str] = set()
    while unfit:
        left_out |= unfit
        known = [record for record in known if record.path not in left_out]
        unfit = {problem.path for problem in checks.run(known, session.as_of) if problem.is_error} - left_out
    return known, left_out


def register_of(reading: Reading) -> "Register":
    """The records as tables."""
    policies = sorted((record.value for record in reading.of("policies")), key=lambda one: str(one["in_force"]["from"]))
    tiers = {tier["id"]: tier["title"] for policy in policies for tier in policy.get("select", ())}
    titles = {id: one["title"] for one in policies for id in (one["policy"], one.get("series", one["policy"]))}
    return replace(_tables(reading), tiers=tiers, policies=titles)


def _tables(reading: Reading) -> "Register":
    from cadrectl.register import build, snapshot
    from cadrectl.register.since import kept_since
    from cadrectl.vocabulary import vocabularies

    words = vocabularies((record.id, record.value) for record in reading.of("vocabularies"))

    def anew() -> "Register":
        return build(reading.records, words, reading.digest)

    contents, store = reading.contents, reading.store
    if contents is None:
        return anew()
    made = snapshot.kept(reading.digest, store, words, anew) or kept_since(contents, store, words, anew)
    if made is None:
        made = anew()
        snapshot.keep(made, store, contents)
    return made
