"""A district with very many events: those that it has, and lessons heard by everybody on top of them."""

from pathlib import Path

IN_A_FILE = 50


def add_lessons(town: Path, events: int) -> None:
    """Write lessons into a district until it has so many events; nothing where it has them already."""
    folder = town / "data/events/2026"
    known = sum(path.read_text("utf-8").count("- cadre: ") for path in (town / "data/events").rglob("*.yaml"))
    people = sorted(path.stem for path in (town / "data/cadres").iterdir())
    for number in range(0, max(events - known, 0), IN_A_FILE):
        heard = [people[(number + place) % len(people)] for place in range(min(IN_A_FILE, events - known - number))]
        lines = [f"  - cadre: {id}\n    date: 2026-03-{2 + number % 25:02}\n" for id in heard]
        text = "kind: lesson\nyear: 2026\n\nentries:\n" + "".join(lines)
        (folder / f"heard-{number}.yaml").write_text(text, "utf-8")


def add_one(town: Path, place: int) -> None:
    """Write one more event of somebody, in a file of its own."""
    person = sorted(path.stem for path in (town / "data/cadres").iterdir())[place]
    text = f"kind: talk\nyear: 2026\n\nentries:\n  - cadre: {person}\n    date: 2026-09-10\n"
    (town / f"data/events/2026/one-{place}.yaml").write_text(text, "utf-8")
