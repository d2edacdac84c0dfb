"""Who has a session in their own programme, so that publishing tells them of a change."""

from collections.abc import Collection

from jisr.accounts.models import User
from jisr.events.agenda.models import Session
from jisr.events.editions.models import Edition
from jisr.events.timetable.models import ProgrammePick


def people_of(edition: Edition, session_guids: Collection[str]) -> set[User]:
    """Those with an open account who picked one of these sessions."""
    rows = User.objects.filter(
        programme_picks__edition=edition, programme_picks__session_guid__in=session_guids, is_active=True
    )
    return set(rows.distinct())


def concerns(session_ids: Collection[int]) -> set[tuple[int, int]]:
    """The same as pairs of ``(user_id, session_id)``, by the primary keys of planned sessions."""
    ids = dict(Session.objects.filter(pk__in=session_ids).values_list("public_id", "pk"))
    picks = ProgrammePick.objects.filter(session_guid__in=list(ids), user__is_active=True)
    return {(user_id, ids[guid]) for user_id, guid in picks.values_list("user", "session_guid")}
