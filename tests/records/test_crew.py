"""Work shared out among processes: the same results in the same order, and done at home where there are none."""

from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from cadrectl.demo import district
from cadrectl.records import crew
from cadrectl.records.crew import Crew
from cadrectl.records.looking import contents
from cadrectl.records.shelf import Shelved, read_shelved
from cadrectl.records.source import working_tree
from cadrectl.records.store import NOTHING

NOW = 2_000_000_000 * 10**9  # later than any file


@pytest.fixture
def town(tmp_path: Path) -> Path:
    for name, text in district(20):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "data/cadres/C0005.yaml").write_text("name: [\n", "utf-8")
    return tmp_path


def shelved(town: Path) -> Shelved:
    source = working_tree(town)
    return read_shelved(contents(source, NOTHING, NOW), NOTHING)


def test_several_processes_read_what_one_reads(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = shelved(town)
    monkeypatch.setattr(crew, "MANY", 1)
    monkeypatch.setattr(crew, "_processors", lambda: 2)
    assert shelved(town) == expected
    assert any(problem.path == "data/cadres/C0005.yaml" for problem in expected.problems)


def test_very_many_files_share_the_texts_that_they_have_in_common(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cadrectl.records.shelf.MANY", 1)
    told = [record.value["gender"] for record in shelved(town).records if record.kind == "cadres"]
    assert len(told) > len(set(told)) == len({id(text) for text in told})


@pytest.mark.parametrize("error", [OSError, NotImplementedError, BrokenProcessPool])
def test_where_there_are_no_processes_the_work_is_done_at_home(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Crew) -> None:
        raise error

    monkeypatch.setattr(Crew, "_hired", refused)
    monkeypatch.setattr(crew, "_processors", lambda: 2)
    with Crew() as hands:
        assert hands.hand_out(abs, range(-crew.MANY, 0))() == list(range(crew.MANY, 0, -1))


def test_few_jobs_hire_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Crew, "_hired", None)
    with Crew() as hands:
        assert hands.hand_out(abs, [-1, 2])() == [1, 2]
