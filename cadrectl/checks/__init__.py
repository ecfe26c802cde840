"""Rules across records: what no single file can show to be wrong.

Only what is surely wrong is an error; a vague date gets the benefit of the doubt. Rules that need a policy to
be evaluated are not here, and nothing here says who is eligible for what. It runs on parsed records, without
tables.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from cadrectl.calendar import code_of
from cadrectl.checks import (
    ballots,
    careers,
    cases,
    clearings,
    dates,
    evaluations,
    identity,
    kin,
    names,
    plans,
    policies,
    pool,
    references,
    targets,
    training,
    units,
    vocabularies,
)
from cadrectl.checks.book import Book, read_book
from cadrectl.problem import Problem
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id

Check = Callable[[Book, int], Iterator[Problem]]

OF_ONE: tuple[Check, ...] = (
    names.file_name_says_what_the_record_says,
    names.folder_is_the_year_of_the_record,
    references.word_is_in_its_vocabulary,
    vocabularies.term_is_listed_once,
    vocabularies.term_stands_above_known_terms,
    vocabularies.order_has_no_circle,
    identity.id_number_is_well_formed,
    identity.verified_value_is_the_declared_one,
    identity.unruled_values_agree,
    dates.interval_runs_forward,
    dates.fact_is_not_in_the_future,
    careers.posts_are_in_time_order,
    careers.appointed_posts_do_not_overlap,
    careers.who_left_holds_no_post,
    units.post_is_listed_once,
    units.closed_unit_lists_no_posts,
    plans.decision_states_what_it_needs,
    ballots.present_do_not_exceed_due,
    ballots.ballots_do_not_exceed_voters,
    ballots.row_is_listed_once,
    ballots.mark_is_for_somebody_listed,
    ballots.papers_or_ballots,
    evaluations.result_is_confirmed_after_the_session,
    cases.case_says_its_day,
    cases.session_of_a_case_says_its_year,
)
"""Rules that a record breaks by itself: beside it only the vocabularies are looked at."""

BETWEEN: tuple[Check, ...] = (
    names.file_name_has_the_form_of_its_kind,
    names.id_is_used_once,
    references.reference_names_a_record,
    references.private_record_belongs_to_a_cadre,
    identity.id_number_agrees_with_birth,
    identity.id_number_agrees_with_gender,
    identity.id_number_belongs_to_one_person,
    careers.career_has_no_gap,
    careers.post_held_exists_in_the_unit,
    careers.rank_is_that_of_the_unit_post,
    units.posts_stay_within_headcount,
    units.succession_has_no_circle,
    units.post_ends_with_its_unit,
    pool.tier_is_in_a_policy_in_force,
    pool.membership_stays_in_its_term,
    pool.nobody_is_in_two_tiers,
    pool.mentor_leads_the_same_unit,
    pool.who_left_is_in_no_tier,
    plans.decision_names_a_membership_of_the_person,
    ballots.somebody_cast_a_valid_ballot,
    evaluations.person_is_assessed_once,
    evaluations.unit_is_that_of_the_person,
    clearings.person_is_cleared_once,
    training.project_is_one_of_the_fund,
    targets.goal_lies_in_a_term_of_its_person,
    kin.relation_is_stated_on_both_sides,
    kin.kin_hold_no_linked_posts,
    policies.round_fills_tiers_of_its_policy,
    policies.relaxed_clause_exists,
    cases.case_names_a_scheme_not_its_version,
)
"""Rules that records break together."""


def run(
    records: Iterable[Record], as_of: date, unread: Iterable[str] = (), differing: Iterable[str] | None = None
) -> list[Problem]:
    """All that is wrong between the records at `as_of`, by path and place, whatever their order.

    `unread` are the paths of files that are there but not fit to read: their ids may be named. Where two states are
    compared, `differing` are the paths of the files that they do not share: what stands wrong within any other file is
    the same in both, and is left out.
    """
    known = list(records)
    book, day = read_book(known, unread, differing), code_of(as_of)
    apart = book if differing is None else read_book(_apart(known, differing), unread)
    found = [problem for check in OF_ONE for problem in check(apart, day)]
    found += [problem for check in BETWEEN for problem in check(book, day)]
    return sorted(found, key=lambda problem: (problem.path, problem.line, problem.column, problem.code))


def _apart(records: Iterable[Record], differing: Iterable[str]) -> list[Record]:
    """The records of files that differ and of others with the same id, and the vocabularies whose words they use."""
    keys = set(map(kind_and_id, differing))
    return [record for record in records if record.kind == "vocabularies" or (record.kind, record.id) in keys]
