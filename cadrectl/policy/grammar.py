"""The words of the policy language: comparators, facts and their arguments. Read by the parser and by the docs."""

from msgspec import Struct

COMPARATORS = ("is", "not", "in", "at_least", "more_than", "at_most", "less_than", "has_any", "has_all")


class FactForm(Struct, frozen=True):
    """What a fact takes: a selection of records or not, its arguments with the words allowed, and its measure.

    `measure` says what its comparisons are against: a `span` of time, a `number`, or `truth` (it takes none). `reach`
    says on whose records it rests beside the units that these name: the person's `own`, those of the `kin` whom the
    person's file names too, or those of `all`.
    """

    measure: str
    reach: str
    selects: bool = False
    arguments: tuple[tuple[str, tuple[str, ...]], ...] = ()  # no words: any value, read by the fact

    def words(self, argument: str) -> tuple[str, ...] | None:
        """The words that an argument may be; () for a free value; None if the fact has no such argument."""
        return dict(self.arguments).get(argument)


AT = ("at", ())

FACTS: dict[str, FactForm] = {
    "age": FactForm(
        "span", "own", arguments=(AT, ("reading", ("anniversary", "completed")), ("unit", ("day", "month")))
    ),
    "years": FactForm(
        "span",
        "own",
        selects=True,
        arguments=(
            AT,
            ("counting", ("total", "longest", "current")),
            ("start", ("from", "decision", "letter", "trial", "election", "engaged")),
            ("unit", ("day", "month")),
            ("seconded", ("counts", "excluded")),
            ("credits", ()),
        ),
    ),
    "since": FactForm("span", "own", arguments=(AT, ("date", ()), ("unit", ("day", "month")))),
    "time_to": FactForm("span", "own", arguments=(AT, ("policy", ()), ("clause", ()))),
    "terms": FactForm(
        "number",
        "own",
        selects=True,
        arguments=(
            AT,
            ("start", ("from", "decision", "letter", "trial", "election")),
            ("length", ()),
            ("whole_from", ()),
        ),
    ),
    "has": FactForm("truth", "own", selects=True, arguments=(AT,)),
    "none": FactForm("truth", "own", selects=True, arguments=(AT,)),
    "every": FactForm("truth", "own", selects=True, arguments=(AT, ("is", ()))),
    "latest": FactForm("truth", "own", selects=True, arguments=(AT, ("is", ()))),
    "in_each": FactForm("truth", "own", selects=True, arguments=(AT,)),
    "count": FactForm("number", "own", selects=True, arguments=(AT,)),
    "total": FactForm("number", "own", selects=True, arguments=(AT, ("field", ()))),
    "mean": FactForm("number", "own", selects=True, arguments=(AT, ("field", ()))),
    "run": FactForm("number", "own", selects=True, arguments=(AT, ("ending", ("latest", "anywhere")))),
    "finding": FactForm(
        "truth", "own", arguments=(AT, ("what", ()), ("by", ()), ("is", ("meets", "not")), ("within", ()))
    ),
    "barred": FactForm("truth", "own", arguments=(AT, ("from", ()))),
    "related": FactForm("truth", "kin", arguments=(AT, ("kin", ()), ("in", ("unit", "group")), ("where", ()))),
}

OUTCOMES: dict[str, tuple[str, ...]] = {
    "number": ("of", "in", "back", "running", "is", "not", "at_least", "more_than", "at_most", "less_than"),
    "grade": ("in", "back", "running", "is", "not", "at_least", "more_than", "at_most", "less_than"),
    "place": ("of", "in", "back", "top", "bottom", "base", "round", "ties", "across"),
    "decided": ("back", "is", "not"),
}
"""What is asked of assessments and of the pool, with all that each takes."""

SHARE_KEYS: dict[str, tuple[str, ...]] = {
    "base": ("due", "present", "assessed"),
    "round": ("floor", "half-up", "ceiling"),
    "ties": ("in", "out", "ask"),
    "across": ("group", "all"),
}
"""What settles who is in a share of a group: of how many, how rounded, with those equal at the cut or without."""

SELECTION_KEYS = ("of", "where", "within", "same", "distinct")

STARTS: dict[str, tuple[str, ...]] = {
    "from": ("from",),
    "decision": ("decided", "from"),
    "letter": ("letter", "from"),
    "trial": ("trial", "from"),
    "election": ("elected", "from"),
    "engaged": ("engaged",),
}
"""The dates of a record from which years may count; where the act is not on record, the day of taking up the post."""

DEFAULTS: dict[str, dict[str, object]] = {
    "age": {"reading": "anniversary", "unit": "day"},
    "years": {"counting": "total", "unit": "day", "start": "from", "seconded": "counts"},
    "since": {"unit": "day"},
    "terms": {"start": "from"},
    "run": {"ending": "latest"},
    "finding": {"is": "meets"},
}

REQUIRED: dict[str, tuple[str, ...]] = {
    "since": ("date",),
    "time_to": ("clause",),
    "total": ("field",),
    "mean": ("field",),
    "terms": ("length",),
    "finding": ("what",),
    "barred": ("from",),
}
"""The arguments without which a fact asks nothing."""

SEVERITIES = ("must", "should", "reference")
"""How much a clause binds, the strictest first: a must, in principle, by analogy."""
