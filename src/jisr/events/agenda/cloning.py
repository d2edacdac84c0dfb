"""Carries venues and sessions over to a new edition. Sessions come without time and place, people or consent."""

from datetime import datetime

from django.db import transaction

from jisr.accounts.models import User
from jisr.events.agenda.models import AgendaRules, EditionVenue, Interpretation, Session, SessionMaterial, WalkingTime
from jisr.events.agenda.services import FIELDS, lock
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.kernel.tables import LANGUAGES


@transaction.atomic
def clone_venues(source: Edition, target: Edition, *, shift_days: int, actor: User, at: datetime) -> int:  # noqa: ARG001
    """Let the new edition use the same venues, with the ways between them and the same rules. Twice is as once."""
    target = lock(target)
    authorize(actor, RUN_EDITION, target)
    count = 0
    for row in source.edition_venues.select_related("venue"):
        _used, is_new = EditionVenue.objects.get_or_create(edition=target, venue=row.venue)
        count += is_new
    for way in source.walking_times.all():
        pair = {"edition": target, "one": way.one, "other": way.other}
        WalkingTime.objects.get_or_create(**pair, defaults={"minutes": way.minutes})
    if rules := AgendaRules.objects.filter(edition=source).first():
        defaults = {"walk_minutes": rules.walk_minutes, "levels": rules.levels}
        AgendaRules.objects.get_or_create(edition=target, defaults=defaults)
    if count:
        trail.record("events.venues_carried_over", target, actor=actor, changes={"venues": [None, count]})
    return count


@transaction.atomic
def clone_sessions(source: Edition, target: Edition, *, shift_days: int, actor: User, at: datetime) -> int:  # noqa: ARG001
    """Plan the sessions that took place once more: texts, languages, material, but nobody's name and no time."""
    target = lock(target)
    authorize(actor, RUN_EDITION, target)
    rows = source.sessions.taking_place().prefetch_related("themes", "interpretations", "materials")
    count = 0
    for row in rows.order_by("starts_at", "pk"):
        _copy(row, target)
        count += 1
    if count:
        trail.record("events.sessions_carried_over", target, actor=actor, changes={"sessions": [None, count]})
    return count


def _copy(row: Session, target: Edition) -> None:
    columns = {name: getattr(row, name) for name in FIELDS if name not in {"themes", "signup_until"}}
    copy = Session.objects.create(edition=target, minutes=row.minutes, **columns)
    copy.themes.set(row.themes.all())
    Interpretation.objects.bulk_create(
        Interpretation(
            session=copy, from_language=each.from_language, to_language=each.to_language, channel=each.channel
        )
        for each in row.interpretations.all()
    )
    SessionMaterial.objects.bulk_create(
        SessionMaterial(session=copy, position=each.position, url=each.url, language=each.language, **_titles(each))
        for each in row.materials.all()
    )


def _titles(row: SessionMaterial) -> dict[str, str]:
    return {f"title_{code}": getattr(row, f"title_{code}") for code in LANGUAGES}
