"""What registration adds to other rooms: menus, messages, the trail, what waits, files, own data."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.events.registration import (
    attending,
    audience,
    cloning,
    exports,
    figures,
    form_cloning,
    mailing,
    opening,
    panels,
    personal,
    telling,
)
from jisr.events.registration.form_models import FormQuestion
from jisr.events.registration.models import Participant
from jisr.events.registration.policies import may_decide, may_read
from jisr.events.registration.waiting import registrations_waiting
from jisr.municipalities.services import merging
from jisr.web import panels as pages
from jisr.web import waiting, workspace_menu

ACTIONS = {
    "events.participant_registered": _("registered for a meeting"),
    "events.participant_moved_up": _("moved up on the waiting list"),
    "events.participant_withdrawn": _("registration withdrawn"),
    "events.participant_declined": _("registration declined"),
    "events.participant_expired": _("offered place not accepted in time"),
    "events.participant_accepted": _("offered place accepted"),
    "events.participant_approved": _("registration approved"),
    "events.participant_put_first": _("put first on the waiting list"),
    "events.participant_replaced": _("replaced by somebody else"),
    "events.participant_corrected": _("details of a registration corrected"),
    "events.participant_claimed": _("registration connected with an account"),
    "events.participant_answered": _("questions of a registration answered"),
    "events.participant_reminded": _("missing answers called to mind"),
    "events.participant_invited": _("invited to a meeting"),
    "events.release_said": _("release by the employer noted"),
    "events.places_set": _("places of a meeting set"),
    "events.delegation_allowed": _("places of a delegation set"),
    "events.kind_saved": _("kind of participant saved"),
    "events.kind_removed": _("kind of participant removed"),
    "events.mail_words_saved": _("words in a mail saved"),
    "events.question_added": _("question added to a form"),
    "events.question_changed": _("question of a form changed"),
    "events.question_removed": _("question removed from a form"),
    "events.question_moved": _("question of a form moved"),
}


def register() -> None:
    workspace_menu.register(24, _("My meetings"), "registration:mine")
    waiting.register("registrations", registrations_waiting)
    pages.register("edition", "registration", panels.of_edition, place=10)
    pages.register("edition_desk", "registration", panels.of_desk, place=20)
    telling.declare_kinds()
    exports.register()
    personal.register()
    for part in (attending, audience, cloning, figures, form_cloning, mailing, opening):
        part.register()
    for name in ("authority", "organisation"):
        merging.register("events.Participant", name)
        merging.register("events.Delegation", name, same=["edition_id"])
    access.register(
        "events.participant",
        lambda actor, key: (row := _participant(key)) is not None and bool(may_read(actor, row)),
        lambda key: row.get_absolute_url() if (row := _participant(key)) else reverse("registration:mine"),
        _reference,
        fields={"answers": _("answers"), "body": _("sent by"), "reason": _("reason"), "session": _("session")},
    )
    access.register_rows(
        lambda: FormQuestion.objects.select_related("edition"),
        lambda actor, _row: bool(may_decide(actor, None)),
        elsewhere="registration:mine",
        one=_("question of a form"),
        url=lambda row: row.edition.desk_url,
    )
    access.name_actions(ACTIONS)


def _participant(key: str) -> Participant | None:
    rows = Participant.objects.select_related("authority", "organisation", "party")
    found: Participant | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _reference(key: str) -> str:
    """Those who read the whole trail need no names: the reference stands for a participant."""
    row = _participant(key)
    reference = row.party.reference if row is not None and row.party is not None else key
    return gettext("participant %(reference)s") % {"reference": reference}
