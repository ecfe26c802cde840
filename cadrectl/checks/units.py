"""Units: their lists of posts, how many people hold them, and what became of units."""

from collections import Counter
from collections.abc import Iterator

from cadrectl.calendar import iso
from cadrectl.checks.book import Book, at, span
from cadrectl.checks.circles import circles
from cadrectl.problem import Problem
from cadrectl.text import say, say_count


def post_is_listed_once(book: Book, as_of: int) -> Iterator[Problem]:
    """Posts that an earlier line of the unit's list already has."""
    for unit in book.of("units"):
        seen: set[str] = set()
        for index, item in enumerate(unit.value.get("posts", ())):
            if item["post"] in seen:
                yield at(
                    unit,
                    ("posts", index, "post"),
                    "duplicate-post",
                    say("{post} is listed twice", post=item["post"]),
                    say("Keep one line and add up the headcount."),
                )
            seen.add(item["post"])


def posts_stay_within_headcount(book: Book, as_of: int) -> Iterator[Problem]:
    """Posts that more people surely hold by appointment at `as_of` than the headcount allows."""
    held = Counter(
        (post.unit, post.post)
        for posts in book.posts.values()
        for post in posts
        if post.kind == "appointed" and post.surely_held(as_of)
    )
    for unit in book.of("units"):
        for index, item in enumerate(unit.value.get("posts", ())):
            holders = held[unit.id, item["post"]]
            if holders > item["headcount"]:
                yield at(
                    unit,
                    ("posts", index, "headcount"),
                    "over-headcount",
                    say_count(
                        "{count} person holds {post}; the headcount is {headcount}",
                        "{count} people hold {post}; the headcount is {headcount}",
                        count=holders,
                        post=item["post"],
                        headcount=item["headcount"],
                    ),
                    say("Correct the records, or note who is to leave the post."),
                )


def succession_has_no_circle(book: Book, as_of: int) -> Iterator[Problem]:
    """Units that would have been taken over by themselves."""
    followed = {unit.id: unit.value.get("succeeded_by", ()) for unit in book.of("units")}
    for circle in circles(followed):
        yield at(
            book.ids["units"][circle[0]],
            ("succeeded_by",),
            "succession-circle",
            say("the unit would succeed itself: {circle}", circle=" > ".join(circle)),
            say("Take one step of the circle out."),
        )


def post_ends_with_its_unit(book: Book, as_of: int) -> Iterator[Problem]:
    """Posts that surely run on after the unit was closed, at `as_of`."""
    closed = {unit.id: span(unit.value["closed"]) for unit in book.of("units") if "closed" in unit.value}
    for id, posts in book.posts.items():
        for post in posts:
            end = closed.get(post.unit or "")
            if end is not None and end.last <= as_of and post.ended.first > end.last:
                yield at(
                    book.ids["cadres"][id],
                    ("posts", post.row, "unit"),
                    "post-in-closed-unit",
                    say("{unit} was closed on {day}, and the post there goes on", unit=post.unit, day=iso(end.last)),
                    say("End the post on the day on which the unit was closed, and add the one in its successor."),
                )


def closed_unit_lists_no_posts(book: Book, as_of: int) -> Iterator[Problem]:
    """Units that are surely closed by `as_of` and still list posts."""
    for unit in book.of("units"):
        if "closed" in unit.value and unit.value.get("posts") and span(unit.value["closed"]).last <= as_of:
            message = say("the unit was closed on {day} and still lists posts", day=unit.value["closed"])
            yield at(unit, ("posts",), "posts-of-closed-unit", message, say("Write posts: [] there."))
