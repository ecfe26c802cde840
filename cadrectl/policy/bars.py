"""What bars people, and what softens a clause for some of them, read from a policy."""

from collections.abc import Mapping
from typing import Any as Raw

from cadrectl.facts.kinds import record_fields
from cadrectl.policy import model
from cadrectl.policy.conditions import ConditionReader
from cadrectl.policy.fitting import field_measure
from cadrectl.policy.literal import sources
from cadrectl.policy.model import Pointer
from cadrectl.text import say


def read_relaxation(conditions: ConditionReader, raw: Mapping[str, Raw], at: Pointer) -> model.Relaxation:
    """One relaxation; one that is earned says the new limit or waives the clause."""
    when = conditions.person(raw["when"], (*at, "when")) if "when" in raw else None
    to = conditions.value(raw["to"], (*at, "to")) if "to" in raw else None
    granted = "grant" in raw or when is None
    if not granted and "to" not in raw and not raw.get("waive", False):
        conditions.report.add(
            "bad-relax",
            at,
            say("A relaxation that is earned says the new limit (to) or waives the clause."),
            say("Add `to` with the new limit, or `waive: true`."),
        )
    if granted and "to" in raw:
        conditions.report.add(
            "bad-relax",
            (*at, "to"),
            say("The limit of a granted relaxation stands in its record, not in the policy."),
            say("Write how far a grant may go: `bound: 3 years` for 45 that may become 48; leave out `to`."),
        )
    bound = conditions.time(raw, "bound", at) if raw.get("bound", "open") != "open" else None
    return model.Relaxation(
        raw["id"], raw.get("label"), sources(raw), granted, when, to, raw.get("waive", False), bound
    )


def read_effect(conditions: ConditionReader, raw: Mapping[str, Raw], at: Pointer) -> model.Effect:
    """One effect, with the one that follows it; its dates are dates of the records that bring it about."""
    then = raw.get("then")
    following = None
    if then is not None:
        merged = {**raw, **then, "id": f"{raw['id']}.then", "from": raw.get("until", raw.get("from"))}
        following = read_effect(conditions, {key: merged[key] for key in merged if key not in ("then", "until")}, at)
    selection = conditions.selection({key: raw[key] for key in ("of", "where") if key in raw}, at)
    kind = conditions.kind(selection.of)
    dates = [name for name in record_fields(kind) if field_measure(kind, name) == "date"]
    for key in ("from", "until"):
        if key in raw and raw[key] not in dates:
            conditions.report.unknown_word((*at, key), raw[key], dates)
    return model.Effect(
        raw["id"],
        sources(raw),
        selection,
        raw["from"],
        conditions.time(raw, "for", at),
        raw.get("until", ""),
        raw.get("until_end_of", ""),
        tuple(raw["bars"]),
        following,
    )
