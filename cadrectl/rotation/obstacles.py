"""What keeps a person from being moved, in words; whether somebody may be moved is for `situation` to say."""

from collections.abc import Iterator

from cadrectl.facts.home import home
from cadrectl.facts.truth import FAIL, PASS
from cadrectl.policy.model import Clause
from cadrectl.policy.phrases import Said, chain
from cadrectl.policy.sentences import Speaker
from cadrectl.policy.verdicts import judge
from cadrectl.rotation.situation import Situation
from cadrectl.text import Text, say


def obstacle(situation: Situation, person: int) -> Text | None:
    """Why a person may not be moved, or why nobody can tell; None for who may. Of who is exempt nothing but that."""
    verdict = situation.may_move[person]
    if verdict == PASS:
        return None
    if situation.kept[person]:
        return say("exempt")
    if situation.ids[person] in situation.gone:
        return say("retired or out of the present post by then")
    if home(situation.moment).post[person] < 0:
        return say("no post on record")
    asked = chain([say("{clause}", clause=one) for one in _open(situation, person)], say("{first}; {rest}"))
    return say("not met: {clauses}", clauses=asked) if verdict == FAIL else say("not known: {clauses}", clauses=asked)


def _open(situation: Situation, person: int) -> Iterator[Said]:
    """The clauses on who may be moved that bear the verdict: those that fail, or where none does those left open."""
    tier = situation.movement.movers
    assert tier is not None  # without it everybody may
    moment = situation.moment.towards(tier.target, tier.id).only(slice(person, person + 1))
    judgement = judge(tier.clause, moment, situation.evaluator)
    verdict = judgement[tier.clause.path].own.now[0]
    parts = tier.clause.children if tier.clause.kind == "all" else (tier.clause,)
    for clause in parts:
        if judgement[clause.path].bears.now[0] == verdict:
            yield _named(clause, Speaker(situation.policy.sets, situation.book.register.vocabularies))


def _named(clause: Clause, speaker: Speaker) -> Said:
    """A clause by its label; by what it asks where it has none."""
    if clause.label is not None:
        return clause.label
    return clause.path if clause.require is None else speaker.sentence(clause.require)
