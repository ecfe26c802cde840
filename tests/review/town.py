"""A town of two schools and four people, small enough that every change of it can be foreseen."""

from pathlib import Path

from tests.repository import Repository, repository

STARTER = Path(__file__).parents[2] / "cadrectl" / "starter"

UNITS = {
    "U001": ("城南小学", "primary"),
    "U002": ("江边初级中学", "junior-high"),
}
PEOPLE = {
    "C0001": ("王芳", "U001", "principal", "校长"),
    "C0002": ("李明", "U001", "deputy", "副校长"),
    "C0003": ("赵强", "U001", "middle-chief", "教导主任"),
    "C0004": ("陈静", "U002", "principal", "校长"),
}
UNIT = """\
name: {name}
kind: {kind}

posts:
  - post: 校长
    rank: principal
    headcount: 1
  - post: 副校长
    rank: deputy
    headcount: 2
  - post: 教导主任
    rank: middle-chief
    headcount: 1
"""
CADRE = """\
name: {name}
gender: woman
birth: 1985-05-01

education:
  - level: bachelor
    mode: full-time
    until: 2007-06-30

honours:
  - level: city-backbone
    date: 2018-09-10

posts:
  - unit: {unit}
    post: {post}
    rank: {rank}
    kind: appointed
    from: 2015-08-20
    decided: 2015-08-10
"""
RESERVE = """\
cadre: {cadre}
policy: jt-tiers
tier: {tier}

term:
  from: 2026-03-01
  until: 2029-02-28

route: selected

approval:
  date: 2026-02-20
  body: education-committee
"""


def files() -> dict[str, str]:
    """The records of the town."""
    starter = {f"data/{path.relative_to(STARTER)}": path.read_text("utf-8") for path in STARTER.rglob("*.yaml")}
    units = {f"data/units/{id}.yaml": UNIT.format(name=name, kind=kind) for id, (name, kind) in UNITS.items()}
    people = {
        f"data/cadres/{id}.yaml": CADRE.format(name=name, unit=unit, rank=rank, post=post)
        for id, (name, unit, rank, post) in PEOPLE.items()
    }
    return {**starter, **units, **people}


def town(root: Path) -> Repository:
    """The town in a repository with one commit."""
    made = repository(root)
    made.put(files())
    made.commit("登记", "2026-01-01")
    return made
