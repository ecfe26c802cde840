"""Registers made from the text of records."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from cadrectl.problem import Problem
from cadrectl.records.read import parse, read_record
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.versions import Versions
from cadrectl.register import Register, build
from cadrectl.vocabulary import vocabularies

# No test asserts a time; the suite has the same examples each time, and `make fuzz` others, and more of them.
settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "fuzz", deadline=None, max_examples=2000, print_blob=True, suppress_health_check=list(HealthCheck)
)
settings.load_profile("suite")

HONOURS = """\
title: {zh: 学术称号, en: academic honours}
terms:
- id: district-backbone
  label: {zh: 区骨干教师, en: district backbone teacher}
- id: city-backbone
  label: {zh: 市骨干教师, en: city backbone teacher}
  above: [district-backbone]
"""


def record(path: str, text: str) -> Record:
    """The record that a file of this text is."""
    parsed = parse(path, text.encode())
    named = kind_and_id(path)
    assert named is not None
    assert isinstance(parsed.value, dict)
    assert not parsed.problems
    return Record(path, *named, parsed.value, parsed.marks)


@pytest.fixture
def register_of() -> Callable[[Mapping[str, str]], Register]:
    """Builds a register from the texts of files by path."""

    def made(files: Mapping[str, str]) -> Register:
        honours = record("data/vocabularies/honours.yaml", HONOURS)
        words = vocabularies([(honours.id, honours.value)])
        return build([record(path, text) for path, text in files.items()], words)

    return made


@pytest.fixture(autouse=True, scope="session")
def own_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test leaves anything in the snapshot of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True, scope="session")
def same_examples() -> Iterator[None]:
    """The examples of the suite do not depend on what was imported before: hypothesis tries constants of modules."""
    with pytest.MonkeyPatch.context() as patch:
        if settings.get_current_profile_name() == "suite":
            patch.setattr(providers, "is_local_module_file", lambda _: False)
        yield


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the same name and content are read once in all tests: for those that look at what is done with them."""
    monkeypatch.setattr("cadrectl.records.read.read_record", _read_before)


def _read_before(name: str, data: bytes, versions: Versions) -> tuple[Record | None, list[Problem]]:
    return _read(name, data) if versions == Versions() else read_record(name, data, versions)


@lru_cache(4096)
def _read(name: str, data: bytes) -> tuple[Record | None, list[Problem]]:
    return read_record(name, data, Versions())
