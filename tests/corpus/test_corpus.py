"""Real schemes of other bureaus, and the one that the program comes with: each is sound, and its cases come out.

The schemes are restated in `01-…` to `47-…`; `vocabularies/` holds the words that they have and the starter lacks.
"""

from pathlib import Path

import pytest

from cadrectl.policy.cases import run
from cadrectl.policy.check import check
from cadrectl.policy.load import Stated, policies
from cadrectl.policy.model import Policy
from cadrectl.records import Record, kind_and_id, lines, parse, place, validate
from cadrectl.vocabulary import Vocabulary, vocabularies

HERE = Path(__file__).parent
STARTER = Path(__file__).parents[2] / "cadrectl" / "starter"
SCHEMES = sorted(
    path for path in HERE.glob("*/*.yaml") if path.parent.name != "vocabularies" and ".cases" not in path.name
)
SCHEMES.append(STARTER / "policies" / "jt-2020.yaml")
