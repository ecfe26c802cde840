"""Careers: the posts of one person against each other and against the posts of the unit."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from cadrectl.calendar import MONTH, NEVER
from cadrectl.checks.book import NO_END, Book, Post, Span, at, span, stated_span
from cadrectl.problem import Problem
from cadrectl.records.record import Record
from cadrectl.text import say

TOLERATED_GAP = 2 * MONTH
"""The summer holidays lie between two school years."""


def posts_are_in_time_order(book: Book, as_of: int) -> Iterator[Problem]:
    """Posts that surely began before the one listed above them."""
    for cadre, posts in _careers(book):
        for above, post in pairwise(posts):
            if post.began.last < above.began.first:
                yield at(
                    cadre,
                    ("posts", post.row, "from"),
                    "posts-out-of-order",
                    say("this post began before the one above it"),
                    say("List posts in time order; `cadrectl fmt` does."),
                )


def appointed_posts_do_not_overlap(book: Book, as_of: int) -> Iterator[Problem]:
    """Appointed posts that surely ran at the same time as an earlier one."""
    for cadre, posts in _careers(book):
        longest: Post | None = None
        for post in sorted((post for post in posts if post.kind == "appointed"), key=lambda post: post.began):
            if longest and longest.began.last < post.ended.first and post.began.last < longest.ended.first:
                yield at(
                    cadre,
                    ("posts", post.row, "from"),
                    "posts-overlap",
                    say("{post} began before {other} ended", post=post.post, other=longest.post),
                    say("End the earlier post, or make one of them concurrent, acting or a secondment."),
                )
            if longest is None or post.ended.first > longest.ended.first:
                longest = post


class Stretch(NamedTuple):
    """A time that is accounted for, from `first` to `last`; `post` is its index if it is a post."""

    first: int
    last: int
    post: int | None


def career_has_no_gap(book: Book, as_of: int) -> Iterator[Problem]:
    """More than two months, up to leaving or `as_of`, surely in no post, full-time study or absence."""
    for cadre, posts in _careers(book):
        stretches = [Stretch(post.began.first, post.ended.last, post.row) for post in posts]
        stretches += _study(cadre) + _absences(book.get("cadres-private", cadre.id))
        for index in _gaps(sorted(stretches), _start(cadre), _end(cadre, as_of)):
            yield at(
                cadre,
                ("posts", index, "from") if index is not None else ("posts",),
                "career-gap",
                say("the career has a gap before this post")
                if index is not None
                else say("the career ends before the date of the question, and no leaving is on record"),
                say("Add the post, the study or the absence that fills it."),
            )


def _gaps(stretches: list[Stretch], start: int, end: int) -> Iterator[int | None]:
    """The index of the post after each gap; None for one up to the end."""
    reach, gap = start, False
    for stretch in stretches:
        gap = gap or stretch.first - reach > TOLERATED_GAP
        if gap and stretch.post is not None and stretch.first <= end:
            yield stretch.post
            gap = False
        reach = max(reach, stretch.last)
    if end - reach > TOLERATED_GAP:
        yield None


def _study(cadre: Record) -> list[Stretch]:
    return [
        Stretch(span(row["from"]).first, span(row["until"]).last, None)
        for row in cadre.value.get("education", ())
        if row["mode"] == "full-time" and "from" in row and "until" in row
    ]


def _absences(private: Record | None) -> list[Stretch]:
    rows = private.value.get("absences", ()) if private else ()
    return [
        Stretch(span(row["from"]).first, span(row["to"]).last if "to" in row else NEVER, None) for row in rows
    ]


def _start(cadre: Record) -> int:
    """From when a career must be accounted for: the start of work, or of the first post."""
    value = cadre.value
    if "work_start" in value:
        return stated_span(value["work_start"]).last
    return min((span(row["from"]).last for row in value["posts"]), default=NEVER)


def _end(cadre: Record, as_of: int) -> int:
    return min(as_of, _left(cadre).first)


def _left(cadre: Record) -> Span:
    left: dict[str, Any] | None = cadre.value.get("left")
    return span(left["date"]) if left else NO_END


def post_held_exists_in_the_unit(book: Book, as_of: int) -> Iterator[Problem]:
    """Posts above the staff that are still held in a unit whose list of posts has no such post."""
    for cadre, post, listed in _still_held(book):
        if post.post not in {item["post"] for item in listed}:
            yield at(
                cadre,
                ("posts", post.row, "post"),
                "post-not-in-unit",
                say("{unit} has no post {post}", unit=post.unit, post=post.post),
                say("Use one of its posts ({posts}), or add it there.", posts=_names(listed)),
            )


def rank_is_that_of_the_unit_post(book: Book, as_of: int) -> Iterator[Problem]:
    """Posts still held whose rank is not the one that the unit gives to the post."""
    for cadre, post, listed in _still_held(book):
        ranks = {item["rank"] for item in listed if item["post"] == post.post}
        if ranks and post.rank not in ranks:
            yield at(
                cadre,
                ("posts", post.row, "rank"),
                "rank-differs",
                say(
                    "{unit} lists {post} at rank {rank}",
                    unit=post.unit,
                    post=post.post,
                    rank=", ".join(sorted(ranks)),
                ),
                say("Correct the rank here, or that of the post in the unit."),
            )


def _still_held(book: Book) -> Iterator[tuple[Record, Post, list[dict[str, Any]]]]:
    """The posts without an end above the staff, each with the posts that its unit lists."""
    for cadre, posts in _careers(book):
        for post in posts:
            if post.ended == NO_END and post.unit and post.rank != "staff":
                unit = book.get("units", post.unit)
                if unit is not None and "posts" in unit.value:
                    yield cadre, post, unit.value["posts"]


def _names(listed: list[dict[str, Any]]) -> str:
    return ", ".join(item["post"] for item in listed)


def who_left_holds_no_post(book: Book, as_of: int) -> Iterator[Problem]:
    """Posts that run on after the person left."""
    for cadre, posts in _careers(book):
        left = _left(cadre)
        for post in posts if left.last <= as_of else ():
            if post.ended.first > left.last:
                yield at(
                    cadre,
                    ("posts", post.row),
                    "left-but-in-post",
                    say("the post runs on after the person left"),
                    say("Record the day on which the post ended."),
                )


def _careers(book: Book) -> Iterator[tuple[Record, tuple[Post, ...]]]:
    """Each cadre with the posts; of several files with one id only the first."""
    for id, posts in book.posts.items():
        yield book.ids["cadres"][id], posts
