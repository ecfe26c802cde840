"""Days to keep as an iCalendar file (RFC 5545) that phones and office programs subscribe to.

The same day has the same id every time, so that a calendar that reads the file again updates and does not double.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

from msgspec import Struct


class Entry(Struct, frozen=True):
    """A day to keep: what tells it from every other (`key`), the day, and what is said of it."""

    key: str
    day: date
    title: str
    text: str


def ical(entries: Iterable[Entry], name: str, as_of: date) -> bytes:
    """The file, the same bytes for the same entries; of equal keys the later ones are numbered."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//cadrectl//due//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    seen: Counter[str] = Counter()
    for entry in entries:
        seen[entry.key] += 1
        event = Event()
        event.add("uid", f"{entry.key}-{seen[entry.key]}@cadrectl")
        event.add("dtstamp", datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))
        event.add("dtstart", entry.day)
        event.add("summary", entry.title)
        event.add("description", entry.text)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
