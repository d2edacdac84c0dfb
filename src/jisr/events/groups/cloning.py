"""Takes the groups and rules of one edition over to another one, without people and sessions."""

from datetime import datetime, timedelta

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.groups.models import GroupRules, WorkingGroup
from jisr.kernel import trail

COPIED = (
    *(f"{name}_{language}" for name in ("title", "description") for language in ("de", "en", "ar")),
    *("theme_id", "host_id", "capacity", "minimum", "spoken", "interpreted", "position"),
)


def clone(source: Edition, target: Edition, *, shift_days: int, actor: User, at: datetime) -> int:  # noqa: ARG001 - as all parts
    """Copy within the caller's transaction; return how many groups came over. Wishes open as many days later."""
    rows = [
        WorkingGroup(edition=target, **{name: getattr(row, name) for name in COPIED})
        for row in WorkingGroup.objects.filter(edition=source).taking_place()
    ]
    for row in rows:
        row.save()
    known = GroupRules.objects.filter(edition=source).first()
    if known is not None:
        shift = timedelta(days=shift_days)
        rules, _is_new = GroupRules.objects.update_or_create(
            edition=target,
            defaults={
                "most_per_body": known.most_per_body,
                "least_share": known.least_share,
                "wishes_open_at": known.wishes_open_at and known.wishes_open_at + shift,
                "wishes_close_at": known.wishes_close_at and known.wishes_close_at + shift,
            },
        )
        keys = list(known.without_kinds.values_list("key", flat=True))
        rules.without_kinds.set(target.participant_kinds.filter(key__in=keys))
    if rows:
        trail.record("events.working_groups_copied", target, actor=actor, changes={"groups": [0, len(rows)]})
    return len(rows)
