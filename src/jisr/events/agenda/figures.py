"""How many signed up for sessions, on the office's page of an edition."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda import seats
from jisr.events.editions import figures
from jisr.events.editions.figures import Figure
from jisr.events.editions.models import Edition


def register() -> None:
    figures.register("sign-ups", _("Sign-ups for sessions"), signed_up, place=30)


def signed_up(edition: Edition) -> list[Figure]:
    """One for each session that needs sign-up, in the order of time."""
    found = []
    for session in edition.sessions.taking_place().filter(needs_signup=True).with_signups():
        session.edition = edition
        limit = seats.limit_of(session)
        told = {"taken": session.taken, "limit": limit}
        number = session.taken if limit is None else gettext("%(taken)s of %(limit)s") % told
        url = session.get_absolute_url()
        found.append(Figure(session.title, number, url))
        if session.waiting:
            found.append(Figure(gettext("waiting for: %(session)s") % {"session": session.title}, session.waiting, url))
    return found
