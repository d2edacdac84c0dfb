"""Takes the groups and rules of one edition over to another one, without people and sessions."""

from datetime import datetime
from functools import partial

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import shifted
from jisr.events.groups.models import GroupRules, WorkingGroup
from jisr.kernel import trail

COPIED = (
    *(f"{name}_{language}" for name in ("title", "description") for language in ("de", "en", "ar")),
    *("theme_id", "host_id", "capacity", "minimum", "spoken", "interpreted", "position"),
)


def clone(source: Edition, target: Edition, *, shift_days: int, actor: User, at: datetime) -> int:  # noqa: ARG001 - as all parts
    """Groups that the new edition has not got yet, by their titles; return how many. Wishes open as many days later."""
    known = {_titles(row) for row in WorkingGroup.objects.filter(edition=target)}
    rows = [
        WorkingGroup(edition=target, **{name: getattr(row, name) for name in COPIED})
        for row in WorkingGroup.objects.filter(edition=source).taking_place()
        if _titles(row) not in known
    ]
    for row in rows:
        row.save()
    _clone_rules(source, target, shift_days)
    if rows:
        trail.record("events.working_groups_copied", target, actor=actor, changes={"groups": [0, len(rows)]})
    return len(rows)


def _clone_rules(source: Edition, target: Edition, days: int) -> None:
    """The rules, if the new edition has none yet; wishes open and close by the clock of its own place."""
    known = GroupRules.objects.filter(edition=source).first()
    if known is None or GroupRules.objects.filter(edition=target).exists():
        return
    moved = partial(shifted, days=days, zone=source.zone, to_zone=target.zone)
    rules = GroupRules.objects.create(
        edition=target,
        most_per_body=known.most_per_body,
        least_share=known.least_share,
        wishes_open_at=known.wishes_open_at and moved(known.wishes_open_at),
        wishes_close_at=known.wishes_close_at and moved(known.wishes_close_at),
    )
    keys = list(known.without_kinds.values_list("key", flat=True))
    rules.without_kinds.set(target.participant_kinds.filter(key__in=keys))


def _titles(row: WorkingGroup) -> tuple[str, ...]:
    return tuple(getattr(row, f"title_{language}") or "" for language in ("de", "en", "ar"))


def count(source: Edition) -> int:
    return WorkingGroup.objects.filter(edition=source).taking_place().count()
