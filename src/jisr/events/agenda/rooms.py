"""What programmes add to other rooms."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.events.agenda import (
    cloning,
    counting,
    exports,
    figures,
    joining,
    leaving,
    new_days,
    panels,
    personal,
    telling,
)
from jisr.events.agenda.contribution_models import Contribution
from jisr.events.agenda.models import ProgrammeVersion, Session, Venue
from jisr.events.agenda.policies import READ_CONTRIBUTION
from jisr.events.agenda.waiting import agenda_waiting
from jisr.events.editions import cloning as editions
from jisr.kernel.policy import may
from jisr.municipalities.policies import reads_for_office
from jisr.municipalities.services import merging
from jisr.web import public_data, waiting

MEETINGS = "events:editions"


def register() -> None:
    personal.register()
    merging.register("events.Venue", "authority")
    waiting.register("agenda", agenda_waiting)
    telling.declare_kinds()
    panels.register()
    public_data.register("events.ContributionCall")
    for part in (exports, figures, counting, joining, leaving, new_days):
        part.register()
    _register_histories()
    _register_cloning()
    access.name_actions(
        {
            "events.session_made": _("session made"),
            "events.session_changed": _("session changed"),
            "events.session_moved": _("session moved"),
            "events.session_cancelled": _("session cancelled"),
            "events.session_revived": _("session takes place after all"),
            "events.session_removed": _("session removed"),
            "events.session_signed_up": _("signed up for a session"),
            "events.session_signed_off": _("signed off from a session"),
            "events.session_moved_up": _("got a place in a session from the waiting list"),
            "events.session_speakers_set": _("speakers of a session set"),
            "events.session_interpretation_set": _("interpretation of a session set"),
            "events.session_materials_set": _("material of a session set"),
            "events.speaker_registered": _("speaker connected with their registration"),
            "events.consent_given": _("speaker agreed to be shown"),
            "events.consent_refused": _("speaker does not want to be shown"),
            "events.interpreter_replaced": _("interpreter replaced"),
            "events.programme_published": _("programme published"),
            "events.agenda_rules_set": _("rules of a programme set"),
            "events.venue_made": _("venue made"),
            "events.venue_changed": _("venue changed"),
            "events.venue_used": _("venue taken for a meeting"),
            "events.venue_left": _("venue given up for a meeting"),
            "events.venues_carried_over": _("venues carried over from another meeting"),
            "events.sessions_carried_over": _("sessions carried over from another meeting"),
            "events.room_closed": _("room marked as not available"),
            "events.room_opened": _("room available again"),
            "events.contribution_call_set": _("call for contributions set"),
            "events.reviewer_invited": _("reviewer invited"),
            "events.reviewer_dismissed": _("reviewer dismissed"),
            "events.contribution_submitted": _("contribution handed in"),
            "events.contribution_withdrawn": _("contribution taken back"),
            "events.contribution_reviewed": _("contribution reviewed"),
            "events.contribution_accepted": _("contribution accepted"),
            "events.contribution_declined": _("contribution declined"),
        }
    )


def _register_cloning() -> None:
    """What a new edition can take over; sessions need no venue, as they come without a place."""
    editions.register(
        "venues",
        _("venues, ways between them and rules of the programme"),
        cloning.clone_venues,
        place=30,
        count=lambda source: source.edition_venues.count(),
    )
    editions.register(
        "sessions",
        _("sessions, without times, rooms and people"),
        cloning.clone_sessions,
        place=40,
        is_default=False,
        count=lambda source: source.sessions.taking_place().count(),
    )


def _register_histories() -> None:
    for rows, one in (
        (lambda: Session.objects.select_related("edition"), _("session")),
        (Venue.objects.all, _("venue")),
        (lambda: ProgrammeVersion.objects.select_related("edition"), _("published programme")),
    ):
        access.register_rows(rows, lambda actor, _row: reads_for_office(actor), elsewhere=MEETINGS, one=one, url=_url)
    access.register_rows(
        lambda: Contribution.objects.select_related("call__edition"),
        lambda actor, row: may(actor, READ_CONTRIBUTION, row),
        elsewhere=MEETINGS,
        one=_("contribution"),
    )


def _url(row: Session | Venue | ProgrammeVersion) -> str:
    """The page of a row; a venue and a version have none of their own here."""
    if isinstance(row, Session):
        return row.get_absolute_url()
    if isinstance(row, ProgrammeVersion):
        return reverse("agenda:version", args=[row.edition.slug, row.number])
    return reverse(MEETINGS)
