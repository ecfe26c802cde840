"""`review` says which rules a change breaks, what it must bring and what follows; what breaks a rule is stopped."""

from typing import Any

import pytest

from tests.repository import Repository
from tests.review import deeds
from tests.review.conftest import Ask, Rows
from tests.review.deeds import LETTER, STEPS
from tests.review.town import CADRE, RESERVE

SINCE = "main~1..main"
REGULATIONS = "《党政领导干部选拔任用工作条例》"


def stopped(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What blocks, by kind of change: the sources of every rule and need."""
    found: dict[str, set[str]] = {}
    for row in rows:
        sources = {source for part in row["rules"] + row["missing"] if part["blocks"] for source in part["source"]}
        found.setdefault(row["change"], set()).update(sources)
    return {change: sorted(sources) for change, sources in found.items() if sources}


def one(rows: list[dict[str, Any]], change: str) -> dict[str, Any]:
    [found] = [row for row in rows if row["change"] == change]
    return found


def said(rows: list[dict[str, Any]], part: str) -> str:
    return "\n".join(one.get("text") or one["duty"] for row in rows for one in row[part])


def test_a_promotion_that_brings_everything_passes_and_says_what_follows(
    repo: Repository, ask: Ask, rows: Rows
) -> None:
    deeds.promotion(repo)
    repo.commit(f"提任赵强\n\n{LETTER}")
    assert ask("review", SINCE).code == 0
    promoted = one(rows("review", SINCE), "promoted")
    assert (promoted["change"], promoted["blocks"], promoted["missing"]) == ("promoted", False, [])
    talk = {"duty": "talk at a change of post or a promotion", "due_on": "2026-03-31", "source": ["六(二)", "JT-15"]}
    assert talk in promoted["follows"]
    assert "副校长 of 江边初级中学: 1 of 2, was 0" in said([promoted], "follows")


@pytest.mark.parametrize(("talked", "owed"), [("2026-01-29", True), ("2026-01-30", False)])
def test_a_talk_within_thirty_days_before_the_change_is_not_owed_again(
    repo: Repository, rows: Rows, talked: str, owed: bool
) -> None:
    deeds.promotion(repo)
    deeds.talk(repo, "C0003", "promotion", talked)
    repo.commit(f"提任赵强\n\n{LETTER}")
    assert ("talk at a change of post" in said(rows("review", SINCE), "follows")) is owed


def test_a_talk_among_earlier_ones_of_another_occasion_is_found(repo: Repository, rows: Rows) -> None:
    deeds.talk(repo, "C0003", "development", "2025-05-06")
    deeds.promotion(repo)
    repo.commit(f"提任赵强\n\n{LETTER}")
    assert "integrity talk" not in said(rows("review", SINCE), "follows")


@pytest.mark.parametrize(("day", "stops"), [("2019-12-31", False), ("2020-01-01", True)])
def test_a_change_is_judged_by_the_policies_in_force_on_its_day(
    repo: Repository, rows: Rows, day: str, stops: bool
) -> None:
    deeds.post(repo, "C0003", "U002", "副校长", "deputy")
    repo.edit("data/cadres/C0003.yaml", "    from: 2026-03-01\n", f"    from: {day}\n")
    repo.edit("data/cadres/C0003.yaml", "    to: 2026-03-01\n", f"    to: {day}\n")
    repo.edit("data/cadres/C0003.yaml", "    decided: 2026-02-20\n", "    decided: 2019-12-01\n")
    repo.commit("补录赵强任职")
    assert one(rows("review", SINCE), "promoted")["blocks"] is stops


def test_a_changed_policy_says_who_comes_out_otherwise_by_it(repo: Repository, rows: Rows) -> None:
    repo.edit("data/policies/jt-2020.yaml", "{age: {at_most: 45}}", "{age: {at_most: 40}}")
    repo.commit("修订年龄条件")
    changed = one(rows("review", SINCE), "policy")
    assert "jt-2020" in changed["text"]
    assert {"jt-2020"} == {source for rule in changed["rules"] for source in rule["source"]}
    assert "李明" in said([changed], "rules")


@pytest.mark.parametrize(
    ("left_out", "article"),
    [("recommendation", "QJ-1"), ("inspection", "QJ-1"), ("deliberation", "QJ-1"), ("publicity", "QJ-1")],
)
def test_an_appointment_without_one_of_its_steps_is_stopped(
    repo: Repository, rows: Rows, left_out: str, article: str
) -> None:
    deeds.promotion(repo)
    deeds.case(repo, "C0003", "U002", "副校长", {key: dates for key, dates in STEPS.items() if key != left_out})
    repo.commit(f"提任赵强\n\n{LETTER}")
    found = rows("review", SINCE)
    assert stopped(found) == {"promoted": [article, REGULATIONS]}
    assert "is not on record" in said(found, "missing")


@pytest.mark.parametrize(("begins", "kinds"), [("2026-01-01", ["joined"]), ("2026-01-02", ["joined", "appointed"])])
def test_who_comes_on_the_register_with_a_post_that_is_newer_than_it_is_appointed_as_others_are(
    repo: Repository, rows: Rows, begins: str, kinds: list[str]
) -> None:
    person = CADRE.format(name="新人", unit="U002", rank="deputy", post="副校长")  # the register is of 1 January 2026
    repo.put({"data/cadres/C0009.yaml": person.replace("2015-08-20", begins).replace("2015-08-10", "2025-12-20")})
    repo.commit("引进")
    found = rows("review", SINCE)
    assert [row["change"] for row in found] == kinds
    assert stopped(found) == ({"appointed": ["PT-10", "QJ-1", "QJ-2", REGULATIONS]} if "appointed" in kinds else {})


def test_publicity_of_four_working_days_is_too_short_and_of_five_is_enough(repo: Repository, rows: Rows) -> None:
    deeds.promotion(repo)  # Monday 2 to Friday 6 February 2026
    deeds.case(repo, "C0003", "U002", "副校长", STEPS | {"publicity": "date: 2026-02-02, until: 2026-02-05"})
    repo.commit(f"提任赵强\n\n{LETTER}")
    found = rows("review", SINCE)
    assert stopped(found) == {"promoted": ["QJ-1", REGULATIONS]}
    assert one(found, "promoted")["earliest"] == "2026-03-07"  # it is over: five working days from Monday 2 March
    running = rows("--as-of", "2026-02-05", "review", SINCE)
    assert one(running, "promoted")["earliest"] == "2026-02-07"  # it can still run a day longer
    deeds.case(repo, "C0003", "U002", "副校长")
    repo.commit("更正公示期")
    assert stopped(rows("review", "main~2..main")) == {}


def test_a_post_taken_up_while_publicity_runs_is_stopped_and_may_begin_the_day_after(
    repo: Repository, rows: Rows
) -> None:
    deeds.promotion(repo)
    deeds.case(repo, "C0003", "U002", "副校长", STEPS | {"publicity": "date: 2026-02-24, until: 2026-03-03"})
    repo.commit(f"提任赵强\n\n{LETTER}")
    found = rows("review", SINCE)
    assert stopped(found) == {"promoted": ["QJ-1", REGULATIONS]}
    assert one(found, "promoted")["earliest"] == "2026-03-04"


def test_without_the_reply_of_the_organisation_department_an_appointment_is_stopped(
    repo: Repository, rows: Rows
) -> None:
    deeds.promotion(repo)
    repo.commit("提任赵强")
    assert stopped(rows("review", SINCE)) == {"promoted": ["QJ-2"]}


def test_a_letter_named_by_the_commit_of_another_file_is_no_letter(repo: Repository, rows: Rows) -> None:
    deeds.promotion(repo)
    repo.commit("提任赵强")
    repo.edit("data/cadres/C0001.yaml", "date: 2018-09-10", "date: 2019-09-10")
    repo.commit(f"更正\n\n{LETTER}")
    assert stopped(rows("review", "main~2..main")) == {"promoted": ["QJ-2"]}


def test_without_an_integrity_talk_before_it_an_appointment_is_stopped(repo: Repository, rows: Rows) -> None:
    deeds.promotion(repo)
    deeds.talk(repo, "C0003", "integrity", "2026-03-02")  # the day after is too late
    repo.commit(f"提任赵强\n\n{LETTER}")
    assert stopped(rows("review", SINCE)) == {"promoted": ["PT-10"]}


def test_without_the_date_of_the_decision_an_appointment_is_stopped(repo: Repository, rows: Rows) -> None:
    deeds.promotion(repo)
    repo.edit("data/cadres/C0003.yaml", "    decided: 2026-02-20\n", "")
    repo.commit(f"提任赵强\n\n{LETTER}")
    assert stopped(rows("review", SINCE)) == {"promoted": ["QJ-1", REGULATIONS]}


@pytest.mark.parametrize(("decided", "blocks"), [("2025-09-01", False), ("2025-09-02", True)])
def test_a_promotion_is_stopped_to_the_last_day_of_an_influence_period(
    repo: Repository, rows: Rows, decided: str, blocks: bool
) -> None:
    sanction = f"sanctions:\n  - kind: warning\n    decided: {decided}\n    effective: {decided}\n"
    repo.append("data/cadres/C0003.yaml", sanction)
    repo.commit("警告")
    deeds.promotion(repo)
    repo.commit(f"提任赵强\n\n{LETTER}")
    found = rows("review", SINCE)
    assert stopped(found) == ({"promoted": [f"{REGULATIONS}第二十四条"]} if blocks else {})
    assert one(found, "promoted")["earliest"] == ("2026-03-02" if blocks else None)


def test_a_sanction_says_until_when_it_bars_by_the_article_that_says_so(repo: Repository, rows: Rows) -> None:
    sanction = "sanctions:\n  - kind: demerit\n    decided: 2026-01-08\n    effective: 2026-01-08\n"
    repo.append("data/cadres/C0003.yaml", sanction)
    repo.commit("记过")
    [row] = rows("review", SINCE)
    assert row["follows"] == [
        {"duty": "barred from promotion until 2027-01-08", "due_on": None, "source": ["《公职人员政务处分法》第八条"]},
        {"duty": "talk after a sanction", "due_on": "2026-02-07", "source": ["六(二)", "JT-15"]},
    ]


def test_a_second_holder_of_a_post_with_a_headcount_of_one_is_stopped(repo: Repository, rows: Rows) -> None:
    deeds.post(repo, "C0002", "U002", "教导主任", "middle-chief")
    repo.commit("调任")
    assert stopped(rows("review", SINCE)) == {}
    deeds.post(repo, "C0003", "U002", "教导主任", "middle-chief")
    repo.commit("再调一人")
    assert stopped(rows("review", SINCE)) == {"moved": ["QJ-2"]}


def test_a_principal_without_the_certificate_of_training_is_stopped(repo: Repository, rows: Rows) -> None:
    certificate = "certificates:\n  - kind: post-training\n    date: 2025-06-30\n"
    repo.edit("data/cadres/C0001.yaml", "    decided: 2015-08-10\n", deeds.ENDED)
    deeds.post(repo, "C0002", "U001", "校长", "principal")
    deeds.case(repo, "C0002", "U001", "校长")
    deeds.talk(repo, "C0002", "integrity", "2026-02-25")
    repo.commit(f"提任李明\n\n{LETTER}")
    assert stopped(rows("review", SINCE)) == {"promoted": ["QJ-3"]}
    repo.append("data/cadres/C0002.yaml", certificate)
    repo.commit("补登培训合格证")
    assert stopped(rows("review", "main~2..main")) == {}


def test_leaving_a_principals_post_brings_the_audit(repo: Repository, rows: Rows) -> None:
    repo.edit("data/cadres/C0004.yaml", "    decided: 2015-08-10\n", deeds.ENDED)
    repo.commit("免职")
    [row] = rows("review", SINCE)
    assert not row["blocks"]
    duty = {"duty": "audit on leaving office", "due_on": "2026-04-30", "source": ["QJ-3", "NT-7", "PT-10"]}
    assert duty in row["follows"]
    assert "0 confirmed reserves behind the post" in said([row], "follows")


def test_who_enters_a_tier_too_old_is_stopped_by_the_article_of_the_age(repo: Repository, rows: Rows) -> None:
    repo.put({"data/reserve/C0003-2026.yaml": RESERVE.format(cadre="C0003", tier="tier-2")})
    repo.commit(f"入库\n\n{LETTER}")
    assert stopped(rows("review", SINCE)) == {"entered-pool": ["JT-3", "三(二)2"]}


def test_of_a_condition_with_alternatives_each_that_is_not_met_is_named(repo: Repository, rows: Rows) -> None:
    entry = "  - {cadre: C0003, what: [good-student-record], meets: false}\n"
    finding = f"by: school-party-organisation\ndate: 2026-01-20\nentries:\n{entry}"
    person = (repo.root / "data/cadres/C0003.yaml").read_text("utf-8")
    repo.put(
        {
            "data/reserve/C0003-2026.yaml": RESERVE.format(cadre="C0003", tier="tier-3"),
            "data/findings/2026/U001.yaml": finding,
            "data/cadres/C0003.yaml": person.replace("time\n", "time\n    double_first_class: false\n", 1),
        }
    )
    repo.commit(f"入库\n\n{LETTER}")
    rules = said([one(rows("review", SINCE), "entered-pool")], "rules")
    assert "see the clauses below" not in rules
    assert "second prize or better in a quality-lesson contest at district level or above: none on record" in rules


def test_who_enters_a_tier_without_agreement_is_stopped(repo: Repository, rows: Rows) -> None:
    repo.put({"data/reserve/C0002-2026.yaml": RESERVE.format(cadre="C0002", tier="tier-1")})
    repo.commit("入库")
    assert "JT-7" in stopped(rows("review", SINCE))["entered-pool"]


def test_the_twenty_first_member_of_a_tier_of_twenty_is_stopped(repo: Repository, rows: Rows) -> None:
    ids = [f"C{number:04}" for number in range(100, 121)]
    text = CADRE.format(unit="U001", rank="deputy", post="副校长", name="{}")
    repo.put({f"data/cadres/{id}.yaml": text.format(f"第{id}人") for id in ids})
    repo.put({f"data/reserve/{id}-2026.yaml": RESERVE.format(cadre=id, tier="tier-1") for id in ids[:19]})
    repo.commit("十九人")
    repo.put({f"data/reserve/{ids[19]}-2026.yaml": RESERVE.format(cadre=ids[19], tier="tier-1")})
    repo.commit(f"第二十人\n\n{LETTER}")
    assert "JT-1" not in stopped(rows("review", SINCE)).get("entered-pool", [])
    repo.put({f"data/reserve/{ids[20]}-2026.yaml": RESERVE.format(cadre=ids[20], tier="tier-1")})
    repo.commit(f"第二十一人\n\n{LETTER}")
    assert {"JT-1", "三(一)"} <= set(stopped(rows("review", SINCE))["entered-pool"])


def test_who_must_leave_the_pool_is_talked_to_first(repo: Repository, rows: Rows) -> None:
    repo.put({"data/reserve/C0002-2026.yaml": RESERVE.format(cadre="C0002", tier="tier-1")})
    repo.commit("入库")
    repo.append("data/reserve/C0002-2026.yaml", "left:\n  date: 2026-07-01\n  reason: veto\n")
    repo.commit("出库")
    assert stopped(rows("review", SINCE)) == {"left-pool": ["JT-11"]}
    deeds.talk(repo, "C0002", "organisation", "2026-06-20")
    repo.commit("谈话")
    assert stopped(rows("review", "main~2..main")) == {}


def test_records_that_contradict_one_another_stop_the_change_that_made_them(repo: Repository, rows: Rows) -> None:
    repo.edit("data/cadres/C0003.yaml", "unit: U001", "unit: U009")
    repo.commit("误填")
    found = rows("review", SINCE)
    assert "unknown-reference" in [source for sources in stopped(found).values() for source in sources]
    repo.edit("data/cadres/C0003.yaml", "unit: U009", "unit: U001")
    repo.commit("改回")
    [met] = [rule for row in rows("review", SINCE) for rule in row["rules"] if rule["source"] == ["unknown-reference"]]
    assert (met["verdict"], met["blocks"]) == ("pass", False)


def test_a_policy_that_cannot_be_applied_stops_every_change(repo: Repository, rows: Rows) -> None:
    policy = "data/policies/personnel-changes-2026.yaml"
    repo.edit(policy, "lasts: 5 working-days", "lasts: five days")
    repo.commit("改办法")
    assert "bad-literal" in stopped(rows("review", SINCE))["policy"]
    repo.edit("data/cadres/C0001.yaml", "date: 2018-09-10", "date: 2019-09-10")
    repo.commit("更正")
    found = rows("review", SINCE)
    assert stopped(found) == {"problem": ["bad-literal"]}
    assert one(found, "problem")["rules"][0]["text"] != one(found, "problem")["text"]  # what to do about it


def test_a_policy_that_is_taken_away_while_memberships_name_it_is_missed(repo: Repository, rows: Rows) -> None:
    repo.put({"data/reserve/C0002-2026.yaml": RESERVE.format(cadre="C0002", tier="tier-1")})
    repo.commit("入库")
    for name in ("jt-2020.yaml", "jt-2020.cases.yaml"):
        (repo.root / "data/policies" / name).unlink()
    repo.commit("停用")
    blocking = [source for sources in stopped(rows("review", SINCE)).values() for source in sources]
    assert "unknown-reference" in blocking


def test_two_branches_that_are_each_clean_are_stopped_where_they_meet_in_one_post(
    repo: Repository, ask: Ask, rows: Rows
) -> None:
    for cadre in ("C0002", "C0003"):
        repo.git("switch", "-q", "-c", cadre, "main")
        deeds.post(repo, cadre, "U002", "教导主任", "middle-chief")
        repo.commit("调任")
        assert ask("review", f"main..{cadre}").code == 0
    repo.git("merge", "-q", "--no-edit", "C0002")
    assert stopped(rows("review", "C0002..HEAD")) == {"moved": ["QJ-2"]}


def test_two_branches_that_are_each_clean_are_stopped_where_they_merge_into_one_key_twice(
    repo: Repository, ask: Ask
) -> None:
    name = "data/cadres/C0001.yaml"
    for branch, old in (("one", "gender: woman\n"), ("two", "education:\n")):
        repo.git("switch", "-q", "-c", branch, "main")
        repo.edit(name, old, f"ethnicity: 汉族\n{old}")
        repo.commit("补登民族")
        assert ask("review", f"main..{branch}").code == 0
    repo.git("merge", "-q", "--no-edit", "one")
    outcome = ask("review", "one..HEAD")
    assert outcome.code == 1
    assert "duplicate-key" in outcome.out


def test_a_second_file_of_one_person_is_found_by_the_number_that_nobody_is_shown(repo: Repository, ask: Ask) -> None:
    number = "11010519491231002X"
    repo.put({"data/cadres-private/C0001.yaml": f"id_number: {number}\n"})
    repo.commit("补登")
    repo.put({"data/cadres-private/C0004.yaml": f"id_number: {number}\n"})
    repo.commit("再登")
    outcome = ask("review", SINCE)
    assert "duplicate-person" in outcome.out
    assert number not in outcome.out


def test_more_removals_than_the_workspace_allows_need_an_explicit_word(repo: Repository, rows: Rows) -> None:
    (repo.root / "data/cadres/C0003.yaml").unlink()
    repo.commit("删除")
    assert stopped(rows("review", SINCE)) == {"mass-removal": ["workspace.yaml"]}
    repo.git("commit", "-q", "--amend", "-m", "删除\n\nMass-Removal: 重复建档，已并入他档")
    assert stopped(rows("review", SINCE)) == {}


def test_more_memberships_taken_off_the_record_than_allowed_need_an_explicit_word(repo: Repository, rows: Rows) -> None:
    repo.put({f"data/reserve/{id}-2026.yaml": RESERVE.format(cadre=id, tier="tier-1") for id in ("C0002", "C0004")})
    repo.commit("入库")
    (repo.root / "data/reserve/C0002-2026.yaml").unlink()
    repo.commit("删除")
    assert stopped(rows("review", SINCE)) == {"mass-removal": ["workspace.yaml"]}


def test_a_corrected_fact_by_which_somebody_no_longer_qualifies_is_said_with_the_clause(
    repo: Repository, rows: Rows
) -> None:
    repo.edit("data/cadres/C0002.yaml", "birth: 1985-05-01", "birth: 1981-02-28")  # past 45 on 1 March 2026
    repo.commit("更正出生日期")
    [row] = rows("review", SINCE)
    broken = [rule for rule in row["rules"] if rule["verdict"] == "fail"]
    assert {"JT-2"} <= {source for rule in broken for source in rule["source"]}
    assert "at most 45 years of age" in said([row], "rules")
    assert not row["blocks"]
