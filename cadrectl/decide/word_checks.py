"""Whether the words of a policy are in the vocabularies of the workspace: a word that none has is never met."""

from collections.abc import Sequence

from cadrectl.decide.bench import Bench, place
from cadrectl.facts.kinds import field_column
from cadrectl.policy import number_walk, walk
from cadrectl.policy.changes import column_of
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.model import Fact, Field, Pointer
from cadrectl.policy.number_model import BallotScore, VoteShare
from cadrectl.policy.problems import meant
from cadrectl.text import say


def words_are_in_their_vocabulary(bench: Bench) -> None:
    """Words compared with a field that has a vocabulary are in it, and so are the bodies that a finding is asked of."""
    for met, test in walk.tests_of(bench.policy):
        column = field_column(met.kind, met.condition.name) if isinstance(met.condition, Field) else None
        words = [word for word in plain_values(test.value) if isinstance(word, str)]
        if column is not None and column.vocabulary:
            _check_words(bench, test.at, words, column.vocabulary)
    for met in walk.conditions(bench.policy):
        bodies = met.condition.arguments.get("by") if isinstance(met.condition, Fact) else None
        if isinstance(bodies, list):
            _check_words(bench, (*place(met.condition), "by"), bodies, "bodies")


def words_of_changes_are_in_their_vocabulary(bench: Bench) -> None:
    """The words that the entry behind a change must have: where their field has a vocabulary, it has them."""
    for rule in bench.policy.changes:
        for key, words in rule.where.items():
            columns = [column for kind in rule.of if (column := column_of(kind, key)) is not None]
            for name in dict.fromkeys(column.vocabulary for column in columns if column.vocabulary):
                _check_words(bench, (*rule.at, "where", key), words, name)


def votes_and_voters_are_in_their_vocabulary(bench: Bench) -> None:
    """The ballots that an assessment asks for can be on record: their votes, and the classes of voters."""
    for assessment in bench.policy.assessments:
        for number in assessment.numbers.values():
            for part in number_walk.below(number):
                if not isinstance(part.work, BallotScore | VoteShare):
                    continue
                kind = "ballot" if isinstance(part.work, BallotScore) else "share"
                votes = part.work.points if isinstance(part.work, BallotScore) else part.work.of
                _check_words(bench, (*part.at, kind), tuple(votes), "votes")
                _check_words(bench, (*part.at, kind, "voters"), part.work.ballots.voters, "voters")


def grades_are_in_their_vocabulary(bench: Bench) -> None:
    """The grades that an assessment gives can be confirmed on record."""
    for assessment in bench.policy.assessments:
        if assessment.grades is not None:
            _check_words(bench, (*assessment.grades.at, "order"), assessment.grades.order, "grades")


def _check_words(bench: Bench, at: Pointer, words: Sequence[str], name: str) -> None:
    """Report the words that the vocabulary does not have; one that is not there has none."""
    vocabulary = bench.vocabularies.get(name)
    known = vocabulary.terms if vocabulary is not None else {}
    for word in words:
        if word not in known:
            message = say("“{word}” is not in the vocabulary {vocabulary}.", word=word, vocabulary=name)
            bench.report.add(
                "word-not-in-vocabulary",
                at,
                message,
                say(
                    "{known} Further words are added in data/vocabularies/{vocabulary}.yaml.",
                    known=meant(word, {id: term.label for id, term in known.items()}),
                    vocabulary=name,
                ),
            )
