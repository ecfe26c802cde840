"""The entry of one problem code. Not a problem: that is a finding at a place."""

from typing import Literal

from msgspec import Struct

from cadrectl.text import Text

Severity = Literal["error", "warning"]


class Code(Struct, frozen=True):
    """What a problem code means: its severity, a title of a few words and an explanation."""

    severity: Severity
    title: Text
    explanation: Text
