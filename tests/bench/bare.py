"""The bare loop: every record of a workspace read and built from the parser's events, and nothing else done.

`python -m tests.bench.bare DIR`. It knows no schema, keeps no places and finds no problem.
"""

import gc
import sys
from pathlib import Path
from typing import Any

from yaml._yaml import CParser
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent


def built(data: bytes) -> Any:
    """The mappings, lists and texts of one document."""
    get_event = CParser(data).get_event
    get_event()
    get_event()
    stack: list[tuple[Any, Any]] = []
    box: Any = []
    key = None
    while True:
        event: Any = get_event()
        kind = type(event)
        if kind is ScalarEvent:
            value: Any = event.value
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            stack.append((box, key))
            box, key = ({} if kind is MappingStartEvent else []), None
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value = box
            box, key = stack.pop()
            if not stack:
                return value
        else:
            raise ValueError(kind)
        if type(box) is list:
            box.append(value)
        elif key is None:
            key = value
        else:
            box[key] = value
            key = None


if __name__ == "__main__":
    gc.disable()
    records = [built(path.read_bytes()) for path in sorted(Path(sys.argv[1], "data").rglob("*.yaml"))]
    print(len(records))
