"""Who keeps a programme, who sees photos and files of a meeting, and who says what may be shown."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.events.editions.policies import READ_EDITION, runs_events
from jisr.kernel.policy import ALLOW, Verdict, deny, may, permission, rule
from jisr.municipalities.policies import Actor, is_person

if TYPE_CHECKING:
    from jisr.events.agenda.models import Session
    from jisr.events.editions.models import Edition
    from jisr.events.timetable.models import DocumentationFile, EditionPhoto, PhotoPerson

KEEP_PROGRAMME = permission("events.keep_programme", _("keep a programme of one's own"))
READ_PHOTO = permission("events.read_photo", _("see a photo of a meeting"))
READ_FILE = permission("events.read_documentation_file", _("see a file of a meeting's documentation"))
ANSWER_PHOTO = permission("events.answer_photo", _("say whether a photo of oneself may be shown"))
ALLOW_TALK = permission("events.allow_talk", _("say what of one's session may be shown"))


@rule(KEEP_PROGRAMME)
def may_keep(actor: Actor, edition: "Edition") -> Verdict:
    if not is_person(actor):
        return deny(_("Please sign in first."))
    return ALLOW if may(actor, READ_EDITION, edition) else deny(_("This meeting is not announced yet."))


@rule(READ_PHOTO)
def may_read_photo(actor: Actor, photo: "EditionPhoto") -> Verdict:
    """Everybody once all on it agreed; before, those on it and the events team."""
    if photo.is_shown or runs_events(actor):
        return ALLOW
    if is_person(actor) and photo.people.filter(participant__user=actor).exists():
        return ALLOW
    return deny(_("This photo is not shown in public."))


@rule(READ_FILE)
def may_read_file(actor: Actor, file: "DocumentationFile") -> Verdict:
    if file.is_shown or runs_events(actor):
        return ALLOW
    return deny(_("This file is not shown in public."))


@rule(ANSWER_PHOTO)
def may_answer(actor: Actor, person: "PhotoPerson") -> Verdict:
    if is_person(actor) and person.participant.user_id == actor.pk:
        return ALLOW
    return deny(_("Only the person on the photo can say this."))


@rule(ALLOW_TALK)
def may_allow(actor: Actor, session: "Session") -> Verdict:
    if is_person(actor) and session.speakers.filter(participant__user=actor).exists():
        return ALLOW
    return deny(_("Only those who speak in a session can say this."))
