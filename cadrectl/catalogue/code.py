"""The entry of one problem code. Not a problem: that is a finding at a place."""

from dataclasses import dataclass
from typing import Literal

from cadrectl.text import Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Code:
    """What a problem code means: its severity, a title of a few words and an explanation."""

    severity: Severity
    title: Text
    explanation: Text
