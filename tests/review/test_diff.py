"""`diff` says what happened to people, not which lines moved."""

import json

import pytest

from tests.cli.conftest import Outcome
from tests.repository import Repository
from tests.review.conftest import Ask, Rows
from tests.review.town import CADRE, RESERVE

LEFT = "    decided: 2015-08-10\n    to: {date}\n"
POST = """\
  - unit: {unit}
    post: {post}
    rank: {rank}
    kind: {kind}
    from: {date}
"""


def moves(repo: Repository, cadre: str, unit: str, post: str, rank: str, kind: str = "appointed") -> None:  # noqa: PLR0913
    """End the present post and begin another one on 1 March 2026."""
    name = f"data/cadres/{cadre}.yaml"
    if kind == "appointed":
        repo.edit(name, "    decided: 2015-08-10\n", LEFT.format(date="2026-03-01"))
    repo.append(name, POST.format(unit=unit, post=post, rank=rank, kind=kind, date="2026-03-01"))


def only(rows: list[dict[str, object]]) -> dict[str, object]:
    assert len(rows) == 1, rows
    return rows[0]


def test_a_row_says_who_where_what_since_when_and_on_which_line(repo: Repository, rows: Rows) -> None:
    moves(repo, "C0002", "U001", "校长", "principal")
    assert only(rows("diff")) == {
        "cadre": "C0002",
        "name": "李明",
        "unit": "U001",
        "change": "promoted",
        "on": "2026-03-01",
        "text": "promoted from 副校长 of 城南小学 to 校长 of 城南小学 (principal) from 2026-03-01",
        "path": "data/cadres/C0002.yaml",
        "line": 22,
    }


@pytest.mark.parametrize(
    ("cadre", "unit", "post", "rank", "kind", "change"),
    [
        ("C0003", "U001", "副校长", "deputy", "appointed", "promoted"),
        ("C0001", "U002", "副校长", "deputy", "appointed", "demoted"),
        ("C0001", "U002", "校长", "principal", "appointed", "moved"),
        ("C0002", "U001", "副书记", "deputy", "appointed", "reassigned"),
        ("C0002", "U002", "副校长", "deputy", "secondment", "seconded"),
        ("C0002", "U002", "校长", "principal", "acting", "acting"),
        ("C0001", "U002", "校长", "principal", "concurrent", "concurrent"),
    ],
)
def test_a_new_post_is_told_by_rank_unit_and_kind(  # noqa: PLR0913
    repo: Repository, rows: Rows, cadre: str, unit: str, post: str, rank: str, kind: str, change: str
) -> None:
    moves(repo, cadre, unit, post, rank, kind)
    assert [row["change"] for row in rows("diff")] == [change]


def test_in_chinese_a_move_reads_as_an_office_writes_it(repo: Repository, ask: Ask) -> None:
    moves(repo, "C0001", "U002", "校长", "principal")
    said = ask("--lang", "zh", "diff").out
    assert "由城南小学校长调任江边初级中学校长，自2026-03-01起" in said
    assert said.startswith("江边初级中学 王芳 C0001\n")


def test_the_end_of_a_post_without_another_one_is_leaving_it(repo: Repository, rows: Rows) -> None:
    repo.edit("data/cadres/C0002.yaml", "    decided: 2015-08-10\n", LEFT.format(date="2026-02-01"))
    assert only(rows("diff"))["change"] == "left-post"


def test_the_end_of_a_secondment_is_coming_back(repo: Repository, rows: Rows) -> None:
    moves(repo, "C0002", "U002", "副校长", "deputy", "secondment")
    repo.commit("挂职")
    repo.edit("data/cadres/C0002.yaml", "    from: 2026-03-01\n", "    from: 2026-03-01\n    to: 2026-09-01\n")
    row = only(rows("diff"))
    assert (row["change"], row["on"]) == ("returned", "2026-09-01")


def test_who_leaves_leaves_with_a_reason(repo: Repository, rows: Rows) -> None:
    repo.edit("data/cadres/C0002.yaml", "    decided: 2015-08-10\n", LEFT.format(date="2026-02-01"))
    repo.append("data/cadres/C0002.yaml", "left:\n  date: 2026-02-01\n  reason: retired\n")
    assert [(row["change"], row["on"]) for row in rows("diff")] == [("left-post", "2026-02-01"), ("left", "2026-02-01")]
    assert "retired" in rows("diff")[1]["text"]
    assert rows("diff")[1]["unit"] == "U001"


def test_a_new_file_is_a_new_person_and_told_once(repo: Repository, rows: Rows) -> None:
    repo.put({"data/cadres/C0009.yaml": CADRE.format(name="新人", unit="U001", rank="deputy", post="副校长")})
    row = only(rows("diff"))
    assert (row["cadre"], row["change"], row["unit"]) == ("C0009", "joined", "U001")


def test_a_removed_file_is_named_where_it_was(repo: Repository, rows: Rows) -> None:
    (repo.root / "data/cadres/C0003.yaml").unlink()
    row = only(rows("diff"))
    assert (row["name"], row["change"], row["path"]) == ("赵强", "struck", "data/cadres/C0003.yaml")


def test_the_pool_is_entered_changed_and_left(repo: Repository, rows: Rows, ask: Ask) -> None:
    first, second = "data/reserve/C0002-2026.yaml", "data/reserve/C0002-2026-2.yaml"
    repo.put({first: RESERVE.format(cadre="C0002", tier="tier-2")})
    assert only(rows("diff"))["change"] == "entered-pool"
    assert "第二梯队" in ask("--lang", "zh", "diff").out
    repo.commit("入库")
    repo.append(first, "left:\n  date: 2026-06-01\n  reason: changed-tier\n")
    assert only(rows("diff"))["change"] == "left-pool"
    repo.put({second: RESERVE.format(cadre="C0002", tier="tier-1")})
    assert only(rows("diff"))["change"] == "changed-tier"


def test_a_grade_an_honour_and_a_sanction_have_their_own_sentences(repo: Repository, rows: Rows) -> None:
    repo.edit(
        "data/cadres/C0002.yaml",
        "    date: 2018-09-10\n",
        "    date: 2018-09-10\n  - level: district-backbone\n    date: 2026-01-05\n",
    )
    repo.append("data/cadres/C0003.yaml", "sanctions:\n  - kind: demerit\n    decided: 2026-01-08\n")
    session = "unit: U002\nkind: annual\nyear: 2025\ndate: 2025-12-20\n"
    session += "people:\n  - cadre: C0004\n    grade: excellent\n"
    repo.put({"data/evaluations/2025/U002-annual.yaml": session})
    told = {row["cadre"]: (row["change"], row["text"]) for row in rows("diff")}
    assert told["C0002"] == ("honoured", "honoured: District backbone teacher, date 2026-01-05")
    assert told["C0003"][0] == "sanctioned"
    assert told["C0004"] == ("graded", "annual 2025: grade excellent")


EVENT = "kind: talk\nyear: 2026\nentries:\n  - {cadre: C0002, date: 2026-02-01, occasion: integrity}\n"
CASE = "title: 选任副校长\nunit: U002\npost: 副校长\nopened: 2026-01-05\nmethod: recommended\n"
CANDIDATE = "candidates:\n  - cadre: C0003\n"


def test_an_event_is_told_as_what_it_is(repo: Repository, rows: Rows, ask: Ask) -> None:
    repo.put({"data/events/2026/talk.yaml": EVENT})
    assert only(rows("diff"))["text"] == "talk added: date 2026-02-01, occasion integrity"
    assert "新增谈心谈话：日期 2026-02-01，事由 任前廉政" in ask("--lang", "zh", "diff").out
    repo.commit("谈话")
    repo.edit("data/events/2026/talk.yaml", "2026-02-01", "2026-02-02")
    assert only(rows("diff"))["text"] == "talk (date 2026-02-01): date is 2026-02-02, was 2026-02-01"


def test_what_stands_in_another_record_is_told_with_that_record(repo: Repository, rows: Rows) -> None:
    repo.put({"data/appointments/2026/U002-1.yaml": CASE + CANDIDATE})
    told = [(row["unit"], row["cadre"], row["text"]) for row in rows("diff")]
    assert told == [
        ("U001", "C0003", "appointment case “选任副校长” · candidates added: 赵强"),
        (
            "U002",
            None,
            "appointment case added: title 选任副校长, unit 江边初级中学, post 副校长, opened 2026-01-05, "
            "method democratic recommendation",
        ),
    ]


def test_whoever_is_only_named_is_told_under_the_name_of_the_unit(repo: Repository, ask: Ask) -> None:
    repo.put({"data/events/2026/talk.yaml": EVENT, "data/cadres-private/C0003.yaml": 'phone: "13800000000"\n'})
    headlines = [line for line in ask("diff").out.splitlines() if line and line[0] != " "]
    assert headlines == ["城南小学 李明 C0002", "城南小学 赵强 C0003"]


def test_what_is_about_nobody_stands_under_its_own_file(repo: Repository, ask: Ask) -> None:
    repo.edit("data/policies/jt-2020.yaml", "{age: {at_most: 45}}", "{age: {at_most: 40}}")
    repo.edit("data/vocabularies/honours.yaml", "zh: 市骨干教师", "zh: 市级骨干教师")
    headlines = [line for line in ask("diff").out.splitlines() if line and line[0] != " "]
    assert headlines == ["data/policies/jt-2020.yaml", "data/vocabularies/honours.yaml"]


def test_a_past_fact_changed_is_corrected_and_an_open_one_filled_in_is_updated(repo: Repository, rows: Rows) -> None:
    repo.edit("data/cadres/C0001.yaml", "date: 2018-09-10", "date: 2019-09-10")
    repo.edit("data/cadres/C0002.yaml", "    until: 2007-06-30\n", "    school: 南浦学院\n    until: 2007-06-30\n")
    repo.edit("data/cadres/C0004.yaml", "birth: 1985-05-01", "birth: 1984-05-01")
    told = {row["cadre"]: (row["change"], row["text"]) for row in rows("diff")}
    assert told["C0001"][0] == "corrected"
    assert told["C0001"][1].endswith("date is 2019-09-10, was 2018-09-10")
    assert told["C0002"][0] == "updated"
    assert told["C0004"] == ("corrected", "cadre: birth is 1984-05-01, was 1985-05-01")


def test_a_post_of_the_past_that_is_entered_late_is_no_appointment(repo: Repository, rows: Rows) -> None:
    post = POST.format(unit="U002", post="教师", rank="staff", kind="appointed", date="2010-08-20")
    repo.append("data/cadres/C0001.yaml", f"{post}    to: 2015-08-20\n")
    assert [row["change"] for row in rows("diff")] == ["added"]


def test_moved_lines_comments_and_another_layout_are_no_change(repo: Repository, rows: Rows, ask: Ask) -> None:
    name = "data/cadres/C0001.yaml"
    head, _, posts = (repo.root / name).read_text("utf-8").partition("posts:")
    repo.put({name: f"# 说明\nposts:{posts}\n\n{head}"})
    (repo.root / "data/units/U001.yaml").write_text(
        "# x\n" + (repo.root / "data/units/U001.yaml").read_text("utf-8").replace("\n\n", "\n"), "utf-8"
    )
    assert rows("diff") == []
    assert ask("diff").out == "Nothing changed.\n"


def test_a_person_under_another_id_is_the_same_person_wherever_named(repo: Repository, rows: Rows) -> None:
    repo.put({"data/reserve/C0002-2026.yaml": RESERVE.format(cadre="C0002", tier="tier-2")})
    repo.commit("入库")
    repo.git("mv", "data/cadres/C0002.yaml", "data/cadres/C0012.yaml")
    repo.git("mv", "data/reserve/C0002-2026.yaml", "data/reserve/C0012-2026.yaml")
    repo.edit("data/reserve/C0012-2026.yaml", "cadre: C0002", "cadre: C0012")
    repo.edit("data/cadres/C0012.yaml", "date: 2018-09-10", "date: 2019-09-10")
    told = [(row["cadre"], row["change"]) for row in rows("diff")]
    assert told == [("C0012", "re-keyed"), ("C0012", "corrected")]


def test_a_person_under_another_id_and_another_name_is_the_same_person(repo: Repository, rows: Rows) -> None:
    repo.git("mv", "data/cadres/C0002.yaml", "data/cadres/C0012.yaml")
    repo.edit("data/cadres/C0012.yaml", "name: 李明", "name: 李铭")
    assert [row["change"] for row in rows("diff")] == ["renamed", "re-keyed"]


def test_two_new_files_that_could_both_be_the_person_are_neither(repo: Repository, rows: Rows) -> None:
    text = (repo.root / "data/cadres/C0002.yaml").read_text("utf-8")
    (repo.root / "data/cadres/C0002.yaml").unlink()
    repo.put({"data/cadres/C0012.yaml": text, "data/cadres/C0013.yaml": text})
    assert sorted(row["change"] for row in rows("diff")) == ["joined", "joined", "struck"]


def test_of_a_sensitive_record_only_that_it_changed_is_said(repo: Repository, ask: Ask) -> None:
    repo.put({"data/cadres-private/C0001.yaml": 'phone: "13800000000"\n'})
    for form in ("table", "json", "csv", "markdown"):
        said = ask("diff", "--format", form)
        assert "C0001" in said.out
        assert "13800000000" not in said.out + said.err


def test_the_head_of_the_answer_says_which_records_these_are(repo: Repository, ask: Ask) -> None:
    def head(*asked: str) -> dict[str, object]:
        found = json.loads(ask(*asked, "--format", "json").out)
        return {key: found[key] for key in list(found)[:-2]}

    old = repo.git("rev-parse", "HEAD")
    moves(repo, "C0002", "U001", "校长", "principal")
    stated = head("diff")
    assert list(stated) == ["schema", "as_of", "records", "revision", "policies", "before", "after"]
    assert stated["records"] == head("list", "units")["records"] != head("--rev", old, "list", "units")["records"]
    assert (stated["revision"], stated["before"], stated["after"]) == (None, old, None)
    new = repo.commit("提任")
    assert head("diff", old) == stated | {"revision": new}
    assert head("diff", old, new) == stated | {"revision": new, "after": new}
    reviewed = head("review", f"{old}..{new}")
    stated_versions = {
        "jt-tiers": "jt-2020",
        "jx-evaluation": "jx-evaluation-2020",
        "nt-development": "nt-2013",
        "personnel-changes": "personnel-changes-2026",
        "duties": "duties-2026",
        "rotation": "rotation-2026",
        "appointments": "appointments-2026",
    }
    versions = [{"id": id, "version": version} for id, version in stated_versions.items()]
    assert reviewed == stated | {"schema": "cadrectl/review/1", "revision": new, "after": new, "policies": versions}


def test_between_two_revisions_only_what_they_differ_in_is_told(repo: Repository, rows: Rows) -> None:
    moves(repo, "C0002", "U001", "校长", "principal")
    repo.commit("提任")
    moves(repo, "C0001", "U002", "副校长", "deputy")
    assert [row["cadre"] for row in rows("diff", "HEAD~1", "HEAD")] == ["C0002"]
    assert [row["cadre"] for row in rows("diff", "HEAD~1")] == ["C0002", "C0001"]
    assert [row["cadre"] for row in rows("diff")] == ["C0001"]
    assert [row["change"] for row in rows("diff", "HEAD", "HEAD~1")] == ["corrected", "struck"]


def test_a_file_that_cannot_be_read_is_a_problem_and_no_removal(repo: Repository, ask: Ask, rows: Rows) -> None:
    repo.put({"data/cadres/C0001.yaml": "<<<<<<< HEAD\nname: 王芳\n=======\n"})
    assert rows("diff") == []
    assert "data/cadres/C0001.yaml:2:5: error" in ask("diff").err


def test_markdown_of_a_name_that_looks_like_markup_is_a_name(repo: Repository, ask: Ask) -> None:
    repo.edit("data/cadres/C0001.yaml", "name: 王芳", "name: '<b>王|芳</b>'")
    said = ask("diff", "--format", "markdown").out
    assert "<b>" not in said.replace("\\<b", "")


def test_csv_and_a_file_are_written_as_by_every_data_command(repo: Repository, ask: Ask) -> None:
    moves(repo, "C0002", "U001", "校长", "principal")
    target = repo.root.parent / "changes.csv"
    outcome: Outcome = ask("diff", "--format", "csv", "--bom", "-o", str(target))
    assert (outcome.code, outcome.out) == (0, "")
    assert target.read_bytes().startswith("\ufeffunit,".encode())
