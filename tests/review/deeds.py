"""Changes of the town as an office makes them: complete, so that a test can leave out the one thing it is about."""

from collections.abc import Mapping

from tests.repository import Repository

ENDED = "    decided: 2015-08-10\n    to: 2026-03-01\n"
POST = """\
  - unit: {unit}
    post: {post}
    rank: {rank}
    kind: appointed
    from: 2026-03-01
    decided: 2026-02-20
"""
STEPS = {
    "recommendation": "date: 2026-01-12",
    "inspection": "date: 2026-01-15, until: 2026-01-20",
    "deliberation": "date: 2026-01-26",
    "publicity": "date: 2026-02-02, until: 2026-02-06",
}
CASE = "title: 选任\nunit: {unit}\npost: {post}\nopened: 2026-01-05\nmethod: recommended\n"
TALK = "kind: talk\nyear: 2026\nentries:\n  - {{cadre: {cadre}, date: {date}, occasion: {occasion}}}\n"
LETTER = "Approval-Ref: 组函〔2026〕8号"


def post(repo: Repository, cadre: str, unit: str, name: str, rank: str) -> None:
    """End a person's post and begin another one on 1 March 2026, decided on 20 February."""
    new = POST.format(unit=unit, post=name, rank=rank)
    repo.edit(f"data/cadres/{cadre}.yaml", "    decided: 2015-08-10\n", ENDED + new)


def case(repo: Repository, cadre: str, unit: str, name: str, steps: Mapping[str, str] = STEPS) -> None:
    """The case by which the person comes to that post."""
    text = CASE.format(unit=unit, post=name) + f"candidates:\n  - cadre: {cadre}\nsteps:\n"
    text += "".join(f"  - {{step: {step}, {dates}}}\n" for step, dates in steps.items())
    repo.put({f"data/appointments/2026/{unit}-{cadre}.yaml": text})


def talk(repo: Repository, cadre: str, occasion: str, date: str) -> None:
    """A talk with the person."""
    repo.put({f"data/events/2026/talk-{cadre}-{occasion}.yaml": TALK.format(cadre=cadre, occasion=occasion, date=date)})


def promotion(repo: Repository) -> None:
    """Zhao Qiang becomes deputy head of the other school, with everything that it takes but the letter."""
    post(repo, "C0003", "U002", "副校长", "deputy")
    case(repo, "C0003", "U002", "副校长")
    talk(repo, "C0003", "integrity", "2026-02-25")
