"""Numbers, grades, consequences and rules of the pool, as they are read from a policy."""

from fractions import Fraction

from cadrectl.policy import walk
from cadrectl.policy.model import Fact, Policy
from cadrectl.policy.number_model import Arithmetic, BallotScore, Banded, Constant, Item, Name, Place, Sum, VoteShare
from tests.policy.schemes import read

HEAD = "policy: scheme\ntitle: {zh: 方案, en: A scheme}\nin_force: {from: 2020-01-01}\n"
ASSESS = "assess:\n  - id: annual\n    title: {zh: 考核, en: Assessment}\n    source: '1'\n"


def scheme(numbers: str, more: str = "") -> Policy:
    """A scheme with one assessment of these numbers, and what stands beside them."""
    text = HEAD + ASSESS + "    numbers:\n" + "".join(f"      {line}\n" for line in numbers.splitlines()) + more
    [policy], problems, _ = read(text)
    assert problems == []
    return policy


def test_points_weights_and_shares_are_read_as_exact_fractions() -> None:
    numbers = (
        scheme(
            "staff: {ballot: {voters: staff, points: {good: 100, fair: 2.4}, base: valid}}\n"
            "low: {share: {of: [fair], base: returned}}\n"
            "total: {sum: [{of: staff, weight: 1/3}, {of: low, weight: 2/3}], missing: unknown}\n"
        )
        .assessments[0]
        .numbers
    )
    staff, low, total = (numbers[name].work for name in ("staff", "low", "total"))
    assert isinstance(staff, BallotScore)
    assert staff.points == {"good": Fraction(100), "fair": Fraction(12, 5)}
    assert isinstance(low, VoteShare)
    assert (low.of, low.ballots.voters, low.base) == (("fair",), (), "returned")
    assert isinstance(total, Sum)
    assert [part.weight for part in total.parts] == [Fraction(1, 3), Fraction(2, 3)]


def test_a_word_is_the_name_of_another_number_and_a_share_a_figure() -> None:
    [times] = [
        number.work
        for name, number in scheme("exam: {item: exam}\npart: {times: [exam, 70%]}").assessments[0].numbers.items()
        if name == "part"
    ]
    assert isinstance(times, Arithmetic)
    assert [part.work for part in times.parts] == [Name("exam"), Constant(Fraction(7, 10))]


def test_what_is_done_with_a_result_is_kept_beside_it() -> None:
    number = scheme("exam: {item: exam, back: 1, at_most: 10, at_least: 0, round: {to: 0.01, by: half-up}}")
    exam = number.assessments[0].numbers["exam"]
    assert exam.work == Item("exam", (), "", 0, "unknown")
    assert exam.round is not None
    assert (exam.back, exam.round.step, exam.round.how) == (1, Fraction(1, 100), "half-up")
    assert exam.at_most is not None
    assert exam.at_most.work == Constant(Fraction(10))


def test_bands_of_a_number_give_their_figure_exactly() -> None:
    policy = scheme(
        "rate: {item: rate}\n"
        "points: {by_band: {of: rate, bands: [{at_least: 95%, use: 10}, {less_than: 95%, use: 2.5}]}}"
    )
    banded = policy.assessments[0].numbers["points"].work
    assert isinstance(banded, Banded)
    assert [banded.bands.find(Fraction(*rate)) for rate in ((95, 100), (949, 1000))] == [10, Fraction(5, 2)]


def test_an_outcome_without_a_name_is_that_of_the_total_of_the_same_assessment() -> None:
    low = "{id: low, source: '2', when: {number: {less_than: 60}}, then: talk}"
    more = f"    total: exam\n    consequences:\n      - {low}\n"
    actions = "actions:\n  - {id: duty, ladder: [{id: talk, label: {zh: 谈话, en: Talk}}]}\n"
    policy = scheme("exam: {item: exam}", more + actions)
    asked = policy.assessments[0].consequences[0].when
    assert isinstance(asked, Fact)
    assert asked.arguments == {"back": 0, "running": 0, "in": "annual", "of": "exam"}


def test_proportions_and_shares_of_a_whole_come_to_the_same_parts() -> None:
    def parts(stated: str) -> list[tuple[str, Fraction]]:
        shares = f"shares: {{parts: {stated}, round: floor, ties: out}}"
        grades = f"    total: exam\n    grades: {{order: [b, a], {shares}}}\n"
        read_grades = scheme("exam: {item: exam}", grades).assessments[0].grades
        assert read_grades is not None
        assert read_grades.partition is not None
        return list(read_grades.partition.shares)

    assert parts("{a: 2, b: 3}") == parts("{a: 40%, b: 60%}") == [("a", Fraction(2, 5)), ("b", Fraction(3, 5))]


def test_what_is_asked_inside_an_assessment_is_among_the_conditions_of_the_policy() -> None:
    policy = scheme(
        "awards: {points: {of: prizes, where: {level: national}, each: {cases: [{when: {class: first}, use: 2}, "
        "{else: 1}]}}}\n"
        "load: {cases: [{when: {post.rank: principal}, use: 8}, {else: 5}]}\n"
        "place: {place: {of: load}}\n"
    )
    asked = {(met.kind, getattr(met.condition, "name", "")) for met in walk.conditions(policy)}
    assert asked == {("prizes", "level"), ("prizes", "class"), ("", "post.rank")}
    assert isinstance(policy.assessments[0].numbers["place"].work, Place)


def test_who_is_ranked_with_whom_is_said_in_one_way() -> None:
    numbers = "    numbers: {exam: {item: exam}}\n"
    groups = "    groups: [{id: heads, when: {post.rank: principal}}]\n"
    cohort = "    cohort: [unit.stage]\n"
    for ways in (groups, cohort):
        assert read(HEAD + ASSESS + ways + numbers)[1] == []
    [problem] = read(HEAD + ASSESS + cohort + groups + numbers)[1]
    assert problem.code == "bad-argument"
    assert "one of the two" in problem.message.msgid
