"""What is not on record of somebody, where a clause came out unknown, said clause by clause; not what follows."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cadrectl.facts.moment import Moment
from cadrectl.facts.truth import UNKNOWN
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.labels import kind_label
from cadrectl.policy.model import Fact, Tier, clauses
from cadrectl.policy.notes import Note, Notes
from cadrectl.policy.phrases import chain
from cadrectl.policy.sentences import Speaker
from cadrectl.policy.verdicts import judge
from cadrectl.policy.wording import found, required
from cadrectl.text import Text, say


def missing(tier: Tier, path: str, moment: Moment, evaluator: Evaluator) -> Iterator[Text]:
    """For each clause at or under a path that is unknown of the first person: what it asks, what was found instead, and
    the kinds of record that it looks at."""
    notes, policy = Notes(), evaluator.policy
    judgement = judge(tier.clause, moment, replace(evaluator, notes=notes))
    speaker = Speaker(policy.sets, evaluator.book.register.vocabularies, labels=policy.labels)
    for clause in clauses(tier.clause):
        within = f"{clause.path}.".startswith(f"{path}.")
        if within and not clause.children and judgement[clause.path].own.now[0] == UNKNOWN:
            taken = notes.taken.get(clause.path, [])
            asked, actual = required(clause, speaker).text, found(taken, 0, evaluator.book).text
            text = say("{asked}: {found}", asked=asked, found=actual if taken else say("not known"))
            kinds = _kinds(taken, speaker)
            yield say("{text} ({kinds})", text=text, kinds=chain(kinds, say("{first}, {rest}"))) if kinds else text


def _kinds(taken: Sequence[Note], speaker: Speaker) -> list[Text]:
    """The kinds of record that were looked at, each once."""
    named = [note.asked.selection.of for note in taken if isinstance(note.asked, Fact) and note.asked.selection]
    return [say("{label}", label=kind_label(kind)) for kind in dict.fromkeys(map(speaker.kind, named))]
