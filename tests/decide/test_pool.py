"""What becomes of reserves after a year: which rule decides, on what evidence, and who enters."""

from collections.abc import Mapping

import pytest

from cadrectl.decide.pool import Decision, Review, divided, review
from cadrectl.text import render
from tests.decide.offices import office, people, policy, session, unit

SCHEME = """\
dates: {cutoff: round.reference}
actions:
  - id: talks
    ladder: [{id: talk, label: {zh: 谈话, en: Talk}}, {id: warning-talk, label: {zh: 提醒, en: Warning}}]
  - {id: use, ladder: [{id: use, label: {zh: 使用, en: Use}}]}
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: 一
    numbers: {total: {label: {zh: 总分, en: Total}, item: work}}
    total: total
  - id: closing
    title: {zh: 总结性考核, en: Summative}
    source: 二
    kind: summative
    period: term
    numbers: {total: {label: {zh: 总分, en: Total}, item: closing}}
    total: total
    grades:
      order: [unqualified, qualified]
      cases: [{grade: unqualified, when: {number: {less_than: 60}}}, {grade: qualified}]
pool:
  source: 三
  yearly: annual
  summative: closing
  term: 3 years
  cohort: [tier]
  order: [stay, warn, develop, propose, change-tier, leave]
  rules:
    - {id: assessed, source: 三, when: {number: {at_least: 0}}, decide: stay, then: talk}
    - id: bottom
      label: {zh: 靠后, en: bottom}
      source: 四
      when: {place: {bottom: 1, ties: in}}
      decide: warn
      then: warning-talk
    - id: still-short
      label: {zh: 仍达不到, en: still short}
      source: 五
      when: {all: [{decided: {is: warn, back: 1}}, {number: {less_than: 75}}]}
      decide: leave
      reason: low-result
    - {id: veto, source: 六, when: {has: {of: vetoes, within: {last: 1 period}}}, decide: leave, reason: veto}
    - {id: failed, source: 七, when: {grade: {in: closing, is: unqualified}}, decide: leave, reason: failed-summative}
    - id: top
      label: {zh: 前30%, en: top 30 %}
      source: 八
      member: {readiness: near}
      when: {place: {in: closing, top: 30%, base: assessed, round: floor, ties: ask}}
      decide: propose
      then: use
    - {id: weight, source: 九, severity: reference, when: {number: {at_least: 95}}, decide: propose}
    - {id: older, source: 十, member: {tier: low}, when: {age: {more_than: 40}}, decide: change-tier, to: high}
select:
  - id: high
    title: {zh: 高, en: High}
    target: {rank: principal}
    cap: {at_most: 4, source: 选}
    rank:
      source: 选
      sum: [{id: latest, label: {zh: 近, en: Latest}, back: 0, weight: 100%}]
      missing: unknown
      ties: [latest]
    all: [{id: old, source: 选, require: {age: {at_least: 40}}}]
  - id: low
    title: {zh: 低, en: Low}
    target: {rank: deputy}
    all: [{id: any, source: 选, require: {age: {at_least: 18}}}]
"""
IDS = [f"C00{number:02}" for number in range(1, 12)]
PLACE = {**unit("U001"), **people(**dict.fromkeys(IDS, "U001 deputy"))}


def member(id: str, more: str = "", *, tier: str = "high", until: str = "2025-12-31") -> dict[str, str]:
    text = f"cadre: {id}\npolicy: trial\ntier: {tier}\nterm: {{from: 2023-01-01, until: {until}}}\nroute: selected\n"
    return {f"data/reserve/{id}-2023.yaml": text + more}


def worked(score: object, more: str = "") -> str:
    return f"items: [{{item: work, score: {score}}}]{', ' if more else ''}{more}"


def year(number: int, **scores: object) -> dict[str, str]:
    return session("U001", number, {id: worked(score) for id, score in scores.items()})


def closing(**scores: object) -> dict[str, str]:
    said = {id: f"items: [{{item: closing, score: {score}}}]" for id, score in scores.items()}
    return session("U001", 2025, said, "summative")


def reviewed(number: int, *files: Mapping[str, str], scheme: str = SCHEME) -> Review:
    [found] = review(office(policy(scheme), PLACE, *files), ["trial"], number)
    return found


def decided(number: int, *files: Mapping[str, str], scheme: str = SCHEME) -> dict[str, str]:
    return {one.cadre: one.decision for one in reviewed(number, *files, scheme=scheme).rows}


def the(id: str, found: Review) -> Decision:
    [one] = [one for one in found.rows if one.cadre == id]
    return one


def texts(one: Decision) -> list[str]:
    return [render(reason.text, "en") for reason in one.reasons]


TWO = [member("C0001"), member("C0002")]


def test_the_last_of_a_tier_is_warned_and_the_others_stay() -> None:
    found = reviewed(2024, *TWO, year(2024, C0001=90, C0002=80))
    assert {one.cadre: one.decision for one in found.rows} == {"C0001": "stay", "C0002": "warn"}
    assert texts(the("C0002", found))[1] == "bottom: place 2 of 2 by Total (Yearly, the year 2024)"


def test_the_only_one_of_a_tier_is_told_so_and_not_as_the_last_of_one() -> None:
    found = reviewed(2024, member("C0001"), year(2024, C0001=90))
    assert texts(the("C0001", found))[1] == "bottom: the only one ranked by Total (Yearly, the year 2024)"


def test_members_are_compared_within_their_tier_and_not_with_others_assessed_beside_them() -> None:
    low = [member("C0003", tier="low"), member("C0004", tier="low")]
    scores = year(2024, C0001=90, C0002=80, C0003=79, C0004=78, C0005=10)
    young = SCHEME.replace("age: {more_than: 40}", "age: {more_than: 50}")
    found = decided(2024, *TWO, *low, scores, scheme=young)
    assert found == {"C0001": "stay", "C0002": "warn", "C0003": "stay", "C0004": "warn"}


@pytest.mark.parametrize(("score", "decision"), [(74.99, "leave"), (75, "stay")])
def test_whoever_was_warned_leaves_where_a_year_later_still_short_of_what_is_required(
    score: float, decision: str
) -> None:
    years = [year(2023, C0001=90, C0002=80), year(2024, C0001=60, C0002=score)]
    found = reviewed(2024, *TWO, *years)
    assert the("C0002", found).decision == decision
    if decision == "leave":
        said = "still short: warn in the year 2023; Total 74.99 (Yearly, the year 2024)"
        assert texts(the("C0002", found))[-1] == said
        assert the("C0002", found).reason == "low-result"


def test_a_low_score_without_a_warning_the_year_before_is_no_reason_to_leave() -> None:
    assert decided(2024, *TWO, year(2023, C0001=70, C0002=80), year(2024, C0001=70, C0002=60))["C0002"] == "warn"


def test_a_veto_outside_the_year_counts_no_more() -> None:
    veto = "veto: [{date: 2024-06-01, what: corruption}]"
    vetoed = session("U001", 2024, {"C0001": worked(90, veto), "C0002": worked(80)})
    assert decided(2024, *TWO, vetoed)["C0001"] == "leave"
    assert decided(2025, *TWO, vetoed, year(2025, C0001=90, C0002=80), closing(C0001=90, C0002=90))["C0001"] == "stay"


def test_the_strongest_decision_wins_and_every_rule_that_holds_is_a_reason() -> None:
    veto = "veto: [{date: 2024-06-01, what: corruption}]"
    found = reviewed(2024, *TWO, session("U001", 2024, {"C0001": worked(90), "C0002": worked(80, veto)}))
    one = the("C0002", found)
    assert (one.decision, [reason.source for reason in one.reasons]) == ("leave", [("三",), ("四",), ("六",)])
    assert [follow.action.id for follow in one.follows] == ["talk"]


def test_an_unknown_result_leaves_undecided_whom_it_could_change_and_says_why() -> None:
    found = reviewed(2024, *TWO, session("U001", 2024, {"C0001": worked(90), "C0002": ""}))
    assert {one.cadre: one.decision for one in found.rows} == {"C0001": "undecided", "C0002": "undecided"}
    assert "bottom: not known: no score of “work”" in texts(the("C0002", found))


def test_decisions_are_told_in_words_and_not_by_their_ids() -> None:
    stay = reviewed(2024, *TWO, year(2024, C0001=90, C0002=80), scheme=SCHEME.replace("at_least: 0", "at_least: 99"))
    assert [render(each.text, "zh") for each in the("C0001", stay).reasons] == ["没有规则要求作其他处理：保留"]
    files = (*TWO, year(2024, C0001=90, C0002=60), year(2025, C0001=90, C0002=74))
    left = reviewed(2025, *files, year(2023, C0001=80, C0002=90))
    opened = [render(one.text, "zh") for one in the("C0002", reviewed(2025, *files)).reasons]
    assert "仍达不到：不明：2024年如何处理尚未确定" in opened
    assert "仍达不到：2024年预警；总分74（年度考核，2025年）" in [
        render(one.text, "zh") for one in the("C0002", left).reasons
    ]


def test_a_place_that_a_missing_number_leaves_open_is_told_with_whose_and_with_equals() -> None:
    scores = dict(zip(IDS[:4], (90, 80, 80, 70), strict=True))
    members = [member(id, "readiness: near\n") for id in IDS[:7]]
    more = {id: f"items: [{{item: closing, score: {score}}}]" for id, score in scores.items()} | dict.fromkeys(
        IDS[4:7], ""
    )
    found = reviewed(2025, *members, year(2025, **scores), session("U001", 2025, more, "summative"))
    [why] = [text for text in texts(the("C0002", found)) if text.startswith("top 30 %")]
    place = "place 2–5 of 7 by Total (Summative, the year 2025)"
    assert why == f"top 30 %: not known: {place}; of C0005, C0006, C0007 it is not known; equal with C0003"


def test_a_year_without_an_assessment_decides_nothing() -> None:
    found = reviewed(2024, *TWO)
    assert {one.decision for one in found.rows} == {"undecided"}
    assert all(one.reasons for one in found.rows)


@pytest.mark.parametrize(("place", "decision"), [("near", "propose"), ("long", "stay")])
def test_the_top_of_the_summative_assessment_is_proposed_where_the_membership_is_ready(
    place: str, decision: str
) -> None:
    who = IDS[:4]
    members = [member(id, f"readiness: {place if id == 'C0001' else 'near'}\n") for id in who]
    scores = dict(zip(who, (95, 80, 79, 78), strict=True))
    equal = year(2025, **dict.fromkeys(who, 80))
    found = decided(2025, *members, equal, closing(**scores))
    assert found["C0001"] == ("warn" if decision == "stay" else decision)  # four equals are all last of the year


def test_thirty_per_cent_of_nine_is_two_and_of_ten_is_three() -> None:
    for size, places in ((9, 2), (10, 3)):
        who = IDS[:size]
        members = [member(id, "readiness: near\n") for id in who]
        scores = {id: 90 - at for at, id in enumerate(who)}
        found = decided(2025, *members, year(2025, **scores), closing(**scores))
        assert [id for id in who if found[id] == "propose"] == who[:places]


def test_equals_across_the_cut_are_for_people_to_decide() -> None:
    who = IDS[:4]
    members = [member(id, "readiness: near\n") for id in who]
    closed = closing(C0001=90, C0002=90, C0003=80, C0004=1)
    found = decided(2025, *members, year(2025, **dict.fromkeys(who, 80)), closed)
    assert (found["C0001"], found["C0002"], found["C0003"]) == ("undecided", "undecided", "warn")


def test_members_equal_across_a_cut_are_told_so_and_not_that_records_are_missing() -> None:
    ready = "readiness: near\n"
    scores = dict(zip(IDS[:4], (90, 90, 80, 70), strict=True))
    members = [member(id, ready) for id in scores]
    found = reviewed(2025, *members, year(2025, **scores), closing(**scores))
    said = {one.cadre: [render(each.text, "en") for each in one.reasons] for one in found.rows}
    equal = "equal with {other} across the cut, and a body has to decide which of them are in"
    for id, other in (("C0001", "C0002"), ("C0002", "C0001")):
        [why] = [text for text in said[id] if "across the cut" in text]
        assert why == f"top 30 %: place 1 of 4 by Total (Summative, the year 2025); {equal.format(other=other)}"
    assert "across the cut" not in " ".join(said["C0003"] + said["C0004"])
    assert {one.cadre: one.decision for one in found.rows}["C0001"] == "undecided"


FEW = """\
    anonymous: {at_least: 5}
    numbers:
      peers: {label: {zh: 同级, en: Peers}, ballot: {voters: peer, points: {competent: 80}, base: valid}}
      total: {label: {zh: 总分, en: Total}, item: work}
"""


@pytest.mark.parametrize(("cast", "told"), [(4, "not shown: it would tell how a few people voted"), (5, "80")])
def test_a_rule_on_the_ballots_of_a_few_does_not_tell_their_figure(cast: int, told: str) -> None:
    numbers = "    numbers: {total: {label: {zh: 总分, en: Total}, item: work}}\n"
    scheme = SCHEME.replace(numbers, FEW).replace(
        "when: {number: {at_least: 0}}", "when: {number: {of: peers, at_least: 0}}"
    )
    ballots = f"ballots: [{{voter: peer, votes: {{competent: {cast}}}}}]"
    [one] = reviewed(2025, member("C0001"), session("U001", 2025, {"C0001": worked(90, ballots)}), scheme=scheme).rows
    assert f"Peers {told} (Yearly, the year 2025)" in render(one.reasons[0].text, "en")


def test_the_summative_assessment_is_asked_for_only_of_those_whose_term_ends() -> None:
    longer = member("C0002", until="2026-12-31")
    found = decided(2025, member("C0001"), longer, year(2025, C0001=90, C0002=80), closing(C0001=59))
    assert found == {"C0001": "leave", "C0002": "warn"}


def test_whoever_left_before_the_day_is_no_member_and_on_the_day_still_is() -> None:
    def left(day: str) -> dict[str, str]:
        return decided(2025, member("C0001"), member("C0002", f"left: {{date: {day}, reason: veto}}\n"))

    assert "C0002" not in left("2025-12-30")
    assert "C0002" in left("2025-12-31")


def test_a_rule_for_reference_is_a_reason_and_decides_nothing() -> None:
    found = reviewed(2024, *TWO, year(2024, C0001=95, C0002=80))
    one = the("C0001", found)
    assert (one.decision, one.reasons[-1].source) == ("stay", ("九",))
    assert texts(one)[-1].endswith("(for reference, by analogy)")


def test_a_change_of_tier_is_for_whoever_qualifies_for_it() -> None:
    members = [*TWO, member("C0003", tier="low"), member("C0004", tier="low")]
    found = reviewed(2024, *members, year(2024, C0001=90, C0002=80, C0003=90, C0004=80))
    assert (the("C0003", found).decision, the("C0003", found).to) == ("change-tier", "high")
    stricter = SCHEME.replace("age: {at_least: 40}", "age: {at_least: 50}")
    scores = year(2024, C0001=90, C0002=80, C0003=90, C0004=80)
    assert decided(2024, *members, scores, scheme=stricter)["C0003"] == "stay"


def test_the_evidence_of_a_reason_is_the_record_of_the_session() -> None:
    found = reviewed(2024, *TWO, year(2024, C0001=90, C0002=80))
    assert the("C0001", found).reasons[0].evidence == [("data/evaluations/2024/U001-annual.yaml", 6)]


def round_of(*applied: str, more: str = "") -> dict[str, str]:
    lines = [f"- {{cadre: {id}, tier: high, date: 2025-10-01}}" for id in applied]
    text = "title: 遴选\npolicy: trial\nreference: 2025-10-31\nnotice: {date: 2025-09-01}\nclosed: 2025-12-22\n"
    return {"data/rounds/2025.yaml": "\n".join([text + more + "applications:", *lines, ""])}


def confirmed(**scores: object) -> dict[str, str]:
    said = {
        id: f"score: {score}, grade: competent, confirmed: {{date: 2025-02-01, body: committee}}"
        for id, score in scores.items()
    }
    return session("U001", 2024, said)


def test_the_places_that_are_free_go_to_the_first_of_those_who_applied() -> None:
    members = [*TWO, member("C0003")]
    results = [year(2025, C0001=90, C0002=85, C0003=80), closing(C0001=90, C0002=90, C0003=90)]
    found = reviewed(
        2025, *members, *results, round_of("C0004", "C0005", "C0001"), confirmed(C0004=80, C0005=81, C0006=99)
    )
    [entry] = found.entries
    assert (entry.cadre, entry.open) == ("C0005", False)
    text = "qualifies on 2025-12-21; place 1 of 2 with 81.00, 1 place free"
    assert texts(the("C0005", found)) == [text]


def test_an_applicant_who_alone_has_a_place_is_said_to_be_the_only_one() -> None:
    members = [*TWO, member("C0003")]
    results = [year(2025, C0001=90, C0002=85, C0003=80), closing(C0001=90, C0002=90, C0003=90)]
    found = reviewed(2025, *members, *results, round_of("C0004"), confirmed(C0004=80))
    [text] = texts(the("C0004", found))
    assert text.startswith("qualifies on 2025-12-21; the only one ranked, with 80.00")


def test_applicants_who_are_equal_at_the_cut_or_lack_a_result_are_undecided() -> None:
    members = [*TWO, member("C0003")]
    results = [year(2025, C0001=90, C0002=85, C0003=80), closing(C0001=90, C0002=90, C0003=90)]
    found = reviewed(2025, *members, *results, round_of("C0004", "C0005", "C0006"), confirmed(C0004=80, C0005=80))
    assert {one.cadre: one.decision for one in found.rows if one.round} == dict.fromkeys(
        ("C0004", "C0005", "C0006"), "undecided"
    )


def test_without_a_pool_in_the_policy_there_is_no_review() -> None:
    bare = SCHEME.partition("pool:")[0]
    assert review(office(policy(bare), PLACE), ["trial"], 2024) == []


FAIR = """
fairness:
  source: 十一
  ratio: 80%
  at_least: 2
  by: [gender, age]
  ages: [35, 45]
  favourable: {pool: [propose]}
"""


def test_how_proposals_divide_between_groups_is_said_of_those_who_were_decided_on() -> None:
    who = IDS[:10]
    members = [member(id, "readiness: near\n") for id in who]
    scores = {id: 90 - at for at, id in enumerate(who)}
    found = reviewed(2025, *members, year(2025, **scores), closing(**scores), scheme=SCHEME + FAIR)
    by_gender, by_age = divided(found)
    assert [(one.group, one.favoured, one.people) for one in by_gender.divisions] == [("woman", 3, 10)]
    assert [(one.group, one.favoured, one.people) for one in by_age.divisions] == [("45-", 3, 10)]
    assert render(by_gender.divisions[0].said, "en") == "no two groups are large enough to compare"
