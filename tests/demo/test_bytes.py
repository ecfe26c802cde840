"""The bytes of a district depend on its arguments and on nothing else, and `data/` is such a district."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cadrectl.demo import district, planted_text
from cadrectl.records.comments import canonical_text
from tests.demo.rewrite import CADRES, PLANTED, ROOT

DIGEST = """
import hashlib
from cadrectl.demo import district, planted_text
digest = hashlib.sha256(planted_text(320, 5).encode())
for path, text in district(320, 5):
    digest.update(path.encode() + text.encode())
print(digest.hexdigest())
"""


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed_locale_and_time_zone() -> None:
    surroundings = (
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"},
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST], env=os.environ | one, cwd=ROOT, check=True, capture_output=True
        ).stdout
        for one in surroundings
    }
    assert len(digests) == 1


def test_another_seed_gives_other_people_in_files_of_the_same_names() -> None:
    one, other = dict(district(60, 1)), dict(district(60, 2))
    cadres = [path for path in one if path.startswith("data/cadres/")]
    assert len(cadres) == 60
    assert cadres == [path for path in other if path.startswith("data/cadres/")]
    assert sum(one[path] == other[path] for path in cadres) <= 1


def test_another_date_gives_another_district() -> None:
    assert dict(district(60, 1, date(2027, 9, 15))) != dict(district(60, 1))


@pytest.mark.parametrize("cadres", [1, 2, 13, 50])
def test_there_are_as_many_people_as_asked_for(cadres: int) -> None:
    assert sum(path.startswith("data/cadres/") for path, _ in district(cadres)) == cadres


def test_files_come_one_at_a_time() -> None:
    files = district(400)
    assert next(files)[0].startswith("data/")
    assert iter(files) is files


def test_every_file_is_in_canonical_form() -> None:
    for path, text in district(320, 5):
        assert canonical_text(path, text.encode()) == text, path


def test_the_policies_of_a_new_district_are_those_that_come_with_the_program() -> None:
    shipped = sorted((ROOT / "cadrectl/starter/policies").iterdir())
    files = dict(district(1))
    assert len(shipped) >= 2
    for file in shipped:
        assert files[f"data/policies/{file.name}"] == file.read_text(encoding="utf-8")


def test_data_is_the_district_of_400_people() -> None:
    """After a change of the generator: `python -m tests.demo.rewrite`."""
    expected = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in district(CADRES)}
    assert _digests(ROOT / "data") == expected


def test_what_was_planted_in_data_is_written_down_beside_the_tests() -> None:
    assert PLANTED.read_text(encoding="utf-8") == planted_text(CADRES)


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder.parent).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
