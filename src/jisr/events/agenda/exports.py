"""The sessions that the office plans as a file."""

from typing import Any, cast

from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.days import hours
from jisr.events.agenda.models import Interpretation, Session
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.agenda.views.programme import session_listing
from jisr.events.agenda.wording import direction, languages_in_words
from jisr.events.editions.clock import local
from jisr.events.editions.models import Edition
from jisr.events.registration.policies import LIST_PARTICIPANTS
from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.municipalities.search import listed
from jisr.web.structured_data import absolute


def _local(row: Session) -> Any:  # noqa: ANN401 - a moment of the meeting's clocks or nothing
    return local(row.starts_at, row.edition.zone) if row.starts_at else None


COLUMNS = (
    Column("code", _("Code"), lambda row: row.code),
    Column("kind", _("Kind"), lambda row: row.get_kind_display()),
    Column("title", _("Title"), lambda row: row.title),
    Column("day", _("Day"), lambda row: at.date() if (at := _local(row)) else None, "date"),
    Column("begins", _("Begins at"), lambda row: at.strftime("%H:%M") if (at := _local(row)) else ""),
    Column("minutes", _("Minutes"), lambda row: row.minutes, "number"),
    Column("room", _("Room"), lambda row: row.room.name if row.room else ""),
    Column("venue", _("Venue"), lambda row: row.room.venue.name if row.room else ""),
    Column("places", _("Places"), lambda row: row.places, "number"),
    Column("languages", _("Languages spoken"), lambda row: languages_in_words(row.languages)),
    Column(
        "interpretation",
        _("Interpretation"),
        lambda row: listed(*(direction(each.from_language, each.to_language) for each in row.interpretations.all())),
    ),
    Column("speakers", _("Speakers"), lambda row: listed(*(each.full_name for each in row.speakers.all()))),
    Column("cancelled", _("cancelled"), lambda row: _("yes") if row.is_cancelled else ""),
    Column("page", _("Page"), lambda row: absolute(row.get_absolute_url()), "url"),
)
DEPLOYMENT_COLUMNS = (
    Column("day", _("Day"), lambda row: _local(row.session).date(), "date"),
    Column("hours", _("Time"), lambda row: hours(row.session.starts_at, row.session.ends_at, row.session.edition.zone)),
    Column("name", _("Name"), lambda row: row.interpreter.full_name),
    Column("session", _("Session"), lambda row: row.session.title),
    Column("room", _("Room"), lambda row: row.session.room.name if row.session.room else ""),
    Column("venue", _("Venue"), lambda row: row.session.room.venue.name if row.session.room else ""),
    Column("from", pgettext_lazy("language", "From"), lambda row: languages_in_words([row.from_language])),
    Column("into", pgettext_lazy("language", "Into"), lambda row: languages_in_words([row.to_language])),
    Column("channel", _("Channel"), lambda row: row.get_channel_display()),
    Column("email", _("E-mail address"), lambda row: row.interpreter.email),
)


def _state(row: SessionSignup) -> str:
    return gettext("number %(position)d on the waiting list") % {"position": row.position} if row.is_waiting else ""


SIGNUP_COLUMNS = (
    Column("session", _("Session"), lambda row: row.session.title),
    Column("name", _("Name"), lambda row: row.participant.full_name),
    Column("email", _("E-mail address"), lambda row: row.participant.email),
    Column("body", _("Sent by"), lambda row: row.participant.body.name if row.participant.body else ""),
    Column("languages", _("Languages"), lambda row: languages_in_words(row.participant.languages)),
    Column("waiting", _("Waiting list"), _state),
    Column("day", _("Signed up on"), lambda row: local(row.signed_up_at, row.session.edition.zone).date(), "date"),
)


def register() -> None:
    tables.register("sessions", _("Sessions"), columns=COLUMNS, rows=_rows, permission=STAFF_LISTS)
    title = _("Interpreters by day")
    tables.register("interpreters", title, columns=DEPLOYMENT_COLUMNS, rows=_deployment, permission=LIST_PARTICIPANTS)
    title = _("Sign-ups for sessions")
    tables.register("session-signups", title, columns=SIGNUP_COLUMNS, rows=_signups, permission=LIST_PARTICIPANTS)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[Session]:  # noqa: ANN401 - a person
    edition = Edition.objects.visible_to(actor).filter(slug=parameters.get("edition", "")).first()
    return session_listing(actor, edition, parameters).rows.prefetch_related("interpretations")


def _deployment(_actor: Any, parameters: QueryDict) -> QuerySet[Interpretation]:  # noqa: ANN401 - the same for all who may
    rows = Interpretation.objects.filter(session__edition__slug=parameters.get("edition", "")).assigned()
    return cast("QuerySet[Interpretation]", rows.for_interpreters().select_related("session__edition"))


def _signups(_actor: Any, parameters: QueryDict) -> QuerySet[SessionSignup]:  # noqa: ANN401 - the same for all who may
    """Those of one session, or of all sessions of a meeting: who has a place first, then the waiting list."""
    rows = SessionSignup.objects.filter(session__edition__slug=parameters.get("edition", ""))
    if code := parameters.get("session"):
        rows = rows.filter(session__code=code)
    ordered = rows.for_telling().with_position().order_by("session", F("seat").asc(nulls_last=True), "pk")
    return cast("QuerySet[SessionSignup]", ordered)
