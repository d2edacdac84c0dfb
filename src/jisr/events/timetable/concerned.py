"""Who has a session in their own programme, so that publishing tells them of a change."""

from collections.abc import Collection

from jisr.accounts.models import User
from jisr.events.editions.models import Edition


def people_of(edition: Edition, session_guids: Collection[str]) -> set[User]:
    """Those with an open account who picked one of these sessions."""
    rows = User.objects.filter(
        programme_picks__edition=edition, programme_picks__session_guid__in=session_guids, is_active=True
    )
    return set(rows.distinct())
