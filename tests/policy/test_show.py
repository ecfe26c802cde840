"""A policy as a page: made from its data, in either language, with labels for people."""

import re
from typing import get_args

import pytest

from cadrectl.policy.formulas import FORMULAS
from cadrectl.policy.number_model import Work
from cadrectl.policy.show import shown
from cadrectl.text import render
from tests.policy.schemes import SCHEMES, read, words

JT = next(at for at, path in enumerate(SCHEMES) if path.stem == "jt-2020")


def page(path: int, lang: str) -> str:
    (policy,), _, _ = read(SCHEMES[path].read_text("utf-8"))
    return "\n".join(render(line, lang) for line in shown(policy, words()))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", range(len(SCHEMES)), ids=[path.stem for path in SCHEMES])
def test_every_scheme_can_be_shown_with_every_clause_and_source(path: int, lang: str) -> None:
    text = page(path, lang)
    (policy,), _, _ = read(SCHEMES[path].read_text("utf-8"))
    waiting = [tier.clause for tier in policy.tiers]
    while waiting:
        clause = waiting.pop()
        waiting += clause.children
        assert not clause.label or render(clause.label, lang) in text
        assert all(source in text for source in clause.source)


def test_the_page_of_the_scheme_says_limits_and_words_by_their_labels() -> None:
    assert re.search(
        r"1\.3\. \[must\] at most 45 years of age: age at most 45 \[三\(二\)2, JT-2\]", page(JT, "en")
    )
    assert "running is" not in page(JT, "en")
    assert re.search(r"1\.3\. .必须.\s*年龄不超过45周岁", page(JT, "zh"))


def test_weights_and_what_breaks_a_tie_are_on_the_page() -> None:
    text = page(JT, "en")
    assert "- 50 %: latest year" in text
    assert "- Equals, key 1: latest year" in text


AGREED = """\
policy: scheme
title: {zh: 方案, en: A scheme}
in_force: {from: 2020-01-01}
dates: {cutoff: --08-31}
conventions:
  age: {at: cutoff, reading: completed}
  years: {at: question, counting: total, unit: month, start: trial}
labels: {rating: {zh: 申报职级, en: rating}}
relaxations: [{id: special, source: '2', label: {zh: 特殊情况, en: special}, grant: required, bound: 3 years}]
effects:
  - {id: warning, source: '3', of: sanctions, from: effective, for: 12 months, bars: [rating]}
select:
  - id: one
    title: {zh: 甲, en: One}
    source: '1'
    all:
      - {id: age, require: {age: {at_most: 45}}, relax: [special]}
      - {id: now, require: {years: {of: posts, where: {rank: deputy}, counting: current, at_least: 2}}}
      - {id: outside, require: {not: {party.name: cpc}}}
      - {id: young, require: {not: {age: {at_least: 30}}}}
      - {id: named, require: {not: {post.rank: {at_least: deputy}}}}
      - {id: free, require: {not: {barred: {from: rating}}}}
duties:
  - {id: report, label: {zh: 报告, en: report}, source: '4', each: year, due: --03-31, done: {of: events}}
  - {id: talk, label: {zh: 述职, en: talk}, source: '5', each: {cycle: 1 year, from: 2023-09-01}, done: {of: events}}
"""


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                "- “cutoff”：查询日当年的8月31日",
                "- 年龄：截至“cutoff”；“N周岁以下”指未满N+1周岁",
                "- 年限：截至查询日；累计计算；计算到月；自试用期起",
                "可以放宽：特殊情况",
                "任职经历（层次 为 党政副职） 的现任连续年限 不低于 2年",
                "党派 不为 中国共产党［1］",
                "年龄 低于 30［1］",
                "不属于下列情形：层次 不低于 党政副职［1］",
                "自“生效日期”起不得申报职级，为期1年［3］",
                "期限：3月31日以前（含当日）",
                "每年一次，自2023-09-01起算",
            ],
        ),
        (
            "en",
            [
                "- age: as of “cutoff”; at most N until the day before the birthday after the Nth",
                "May be relaxed: special",
                "present unbroken time in ",
                "Due by 3-31 (month and day)",
            ],
        ),
    ],
)
def test_what_is_agreed_once_and_what_is_denied_is_said_as_an_office_says_it(lang: str, lines: list[str]) -> None:
    (policy,), _, _ = read(AGREED)
    text = "\n".join(render(line, lang) for line in shown(policy, words()))
    assert [line for line in lines if line not in text] == []


ASSESSED = """\
policy: scheme
title: {zh: 方案, en: A scheme}
in_force: {from: 2020-01-01}
labels:
  good: {zh: 好, en: good}
  staff: {zh: 教职工, en: the staff}
  first: {zh: 一等, en: first class}
actions:
  - id: duty
    ladder: [{id: talk, label: {zh: 谈话, en: Talk}}, {id: remove, label: {zh: 免职, en: Removal}}]
assess:
  - id: units
    title: {zh: 单位考核, en: Units}
    source: '1'
    kind: annual
    subject: unit
    numbers: {exam: {label: {zh: 质量, en: Quality}, result: {indicator: exam, take: score}}}
    total: exam
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: '2'
    cohort: [unit.stage]
    anonymous: {at_least: 5}
    numbers:
      staff: {label: {zh: 测评, en: Votes}, ballot: {voters: staff, points: {good: 1, poor: 0.4}, base: valid}}
      low: {label: {zh: 差票, en: Poor votes}, share: {of: poor, voters: staff, base: returned}}
      turnout: {share: {of: present, base: due}}
      panel: {item: {name: panel, take: mean, trim: 1}}
      awards:
        points:
          of: prizes
          within: {last: 1 period}
          each: {cases: [{when: {level: national}, use: 3}, {else: 1}]}
          per: contest
        at_most: 10
      band: {by_band: {of: panel, bands: [{at_least: 90, use: 2}, {less_than: 90, use: 1.5}], step: 1, round: half-up}}
      fall: {minus: [{place: {of: panel}}, {place: {of: panel}, back: 1}]}
      total:
        label: {zh: 总分, en: Total}
        sum: [{of: staff, weight: 1/3}, {of: {from: {assess: units}}, weight: 2/3}]
        missing: unknown
        round: {to: 0.01, by: half-up}
    total: total
    grades:
      order: [third, first]
      cases:
        - {grade: first, top: 20%, base: due, round: floor, ties: out}
        - {grade: third}
    consequences:
      - id: low
        source: '3'
        when: {number: {of: low, more_than: 1/3, running: 2}}
        then: {one_of: [talk, remove]}
        for: 6 months
        bars: [promotion]
      - {id: last, source: '4', when: {place: {bottom: 3, ties: in}, grade: {back: 1, is: third}}, then: talk}
pool:
  source: '5'
  yearly: annual
  term: 3 years
  order: [stay, leave]
  rules: [{id: out, source: '6', when: {decided: {is: leave, back: 1}}, decide: leave, then: talk}]
"""

SAID_IN_ENGLISH = """\
- Votes = ballots of “the staff”: (good × 1 + poor × 0.4) ÷ the valid ballots
- Poor votes = share of “poor” in the ballots returned (ballots of “the staff”)
- turnout = those present ÷ those who should attend (all ballots)
- panel = mean of item “panel”, without the 1 highest and the 1 lowest
- band = by panel, rounded half up to 1: less than 90: 1.5; at least 90: 2
- fall = (place by panel) − (place by panel in the period before)
- Total = Votes × 1/3 + “Quality” of Units × 2/3 (unknown where a part is missing), rounded half up to 0.01
- 1. first class: first 20 % of those who should take part, rounded down (equals at the cut are out)
- 2. third: everybody else
- [must] Poor votes more than 1/3, 2 periods running: one of: Talk, Removal [3]
   - For 6 months
   - Bars: promotion
- [must] last 3 (equals at the cut are in) by Total; and grade is third in the period before: Talk [4]
- Decisions, weakest first: stay, leave
- [must] decision on the pool is leave in the period before: leave, Talk [6]
- duty: Talk < Removal (the strongest is taken)
"""


def test_numbers_grades_and_what_follows_are_said_as_their_owner_would() -> None:
    (policy,), problems, _ = read(ASSESSED)
    assert problems == []
    said = {render(line, "en") for line in shown(policy, words())}
    assert [line for line in SAID_IN_ENGLISH.splitlines() if line not in said] == []


def test_an_assessment_is_said_in_chinese_with_the_names_of_the_schemes_own_words() -> None:
    (policy,), _, _ = read(ASSESSED)
    text = "\n".join(render(line, "zh") for line in shown(policy, words()))
    assert "- 测评 = “教职工”的测评票：（好×1+差×0.4）÷有效票" in text
    assert "1. 一等：前20%（以应参加考核人数为基数，舍去尾数）（分界处并列者均不列入）" in text
    assert "连续2期差票 超过 1/3：择一：谈话、免职" in text


def test_every_kind_of_number_can_be_said() -> None:
    assert set(FORMULAS) == set(get_args(Work))


STANDING = """\
policy: scheme
title: {zh: 方案, en: A scheme}
in_force: {from: 2020-01-01}
labels:
  abroad: {zh: 配偶移居境外, en: a spouse abroad}
  fees: {zh: 违规收费, en: improper fees}
select:
  - id: one
    title: {zh: 甲, en: One}
    source: '1'
    all:
      - {id: abroad, require: {finding: {what: abroad, is: not}}}
      - {id: fees, require: {none: {of: vetoes, where: {what: fees}}}}
      - {id: new, require: {has: {of: posts, where: {lasting: {at_most: 1 year}}}}}
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: '2'
    numbers: {score: {label: {zh: 得分, en: Score}, score: confirmed}}
    total: score
    grades:
      order: [competent, excellent]
      cases:
        - grade: excellent
          top: {cases: [{when: {post.rank: principal}, use: 30%}, {else: 1/3}]}
          base: due
          round: floor
          ties: out
        - {grade: competent}
    consequences:
      - {id: none, source: '3', when: {grade: competent}, then: talk, bars: [promotion]}
actions:
  - {id: duty, ladder: [{id: talk, label: {zh: 谈话, en: Talk}}]}
"""


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                "finding on a spouse abroad: not met [1]",
                "has no vetoes with what is improper fees [1]",
                "with held for at most 1 year",
                "first 30 % if rank is principal, else 1/3 of those",
                "Bars: promotion",
            ],
        ),
        (
            "zh",
            [
                "关于 配偶移居境外 的认定为不符合［1］",
                "没有 一票否决事项（事项 为 违规收费）［1］",
                "已持续 不超过 1年",
                "层次 为 党政正职时 30%，否则 1/3",
                "提拔任用",
            ],
        ),
    ],
)
def test_what_a_scheme_calls_its_own_topics_and_what_is_barred_is_said_in_words(lang: str, lines: list[str]) -> None:
    (policy,), problems, _ = read(STANDING)
    assert problems == []
    text = "\n".join(render(line, lang) for line in shown(policy, words()))
    assert [line for line in lines if line not in text] == []


MOVES = next(at for at, path in enumerate(SCHEMES) if path.stem == "rotation-2026")


def test_the_page_of_movements_calls_kinds_kin_and_ranks_by_their_labels() -> None:
    english, chinese = page(MOVES, "en"), page(MOVES, "zh")
    assert "of the kinds exchange, parallel secondment, upward secondment" in english
    assert "亲属（配偶、父母、子女、兄弟姐妹）" in chinese
    assert "- For middle management chief, middle management deputy: " in english
    assert "- 中层正职、中层副职：" in chinese
    assert "学段与现任相同，或同属一组：小学、九年一贯制；初中" in chinese
    assert not re.search(r"middle-chief|spouse|nine-year", chinese)
