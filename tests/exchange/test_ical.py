"""Days to keep as a calendar file: any reader finds them, and the same day keeps its id."""

from datetime import date

from icalendar import Calendar

from cadrectl.exchange.ical import Entry, ical

DAY = date(2026, 9, 15)
TALK = Entry("talk-C0001-2026-08-01", date(2026, 8, 31), "谈话: 王某, 一小", "逾期")


def uids(data: bytes) -> list[str]:
    return [str(event["uid"]) for event in Calendar.from_ical(data).walk("VEVENT")]


def test_a_calendar_program_reads_back_what_was_written() -> None:
    data = ical([TALK], "工作事项", DAY)
    [event] = Calendar.from_ical(data).walk("VEVENT")
    assert str(event["summary"]) == "谈话: 王某, 一小"
    assert b"DTSTART;VALUE=DATE:20260831" in data


def test_a_day_that_moves_keeps_its_id() -> None:
    moved = Entry(TALK.key, date(2026, 9, 3), TALK.title, TALK.text)
    assert uids(ical([TALK], "a", DAY)) == uids(ical([moved], "a", date(2026, 9, 16)))


def test_two_of_one_key_are_told_apart() -> None:
    assert uids(ical([TALK, TALK], "a", DAY)) == [f"{TALK.key}-1@cadrectl", f"{TALK.key}-2@cadrectl"]


def test_the_same_days_give_the_same_bytes() -> None:
    assert ical([TALK], "a", DAY) == ical([TALK], "a", DAY)
