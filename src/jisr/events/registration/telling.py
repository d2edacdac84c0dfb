"""Tells people what became of their registration: those with an account in their inbox and by mail, others by mail."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext, override, pgettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.editions.clock import begins_at, days_in_words
from jisr.events.editions.models import Edition
from jisr.events.editions.states import Mode
from jisr.events.editions.telling import LANGUAGES
from jisr.events.registration import audience
from jisr.events.registration.entries import key_of
from jisr.events.registration.mail_models import MailWords
from jisr.events.registration.mailing import words_for
from jisr.events.registration.models import Participant, ParticipantKind
from jisr.events.registration.places import position_of
from jisr.events.registration.policies import sends
from jisr.events.registration.states import MailStep, ParticipantState
from jisr.municipalities.models import Authority, Membership, Organisation
from jisr.municipalities.states import MembershipRole
from jisr.notifications import kinds
from jisr.notifications.rendering import Correspondent, Written, write
from jisr.notifications.services import notify, notify_address

RECEIVED = "events.registration_received"
CONFIRMED = "events.registration_confirmed"
WAITING = "events.registration_waiting"
OFFERED = "events.registration_offered"
ENDED = "events.registration_ended"
COMPLETE = "events.registration_complete"
INVITED = "events.registration_invited"
RELEASE = "events.release_asked"
OFFICE = "events.registration_office"
DECIDED = "events.registration_decided"
REFUSED = "events.release_refused"
TEMPLATE = "events/mail/registration"
INVITATION = _("You are invited to a meeting")
SUBJECTS = {
    "received": (RECEIVED, _("Your registration has arrived")),
    "confirmed": (CONFIRMED, _("Your place is confirmed")),
    "accepted": (CONFIRMED, _("Your place is confirmed")),
    "waiting": (WAITING, _("You are on the waiting list")),
    "offered": (OFFERED, _("A place is free for you")),
    "expired": (ENDED, _("The time for your answer is over")),
    "declined": (ENDED, _("About your registration")),
    "withdrawn": (ENDED, _("Your registration was withdrawn")),
    "replaced": (ENDED, _("Somebody else comes in your place")),
    "refused": (REFUSED, _("Your employer does not release you")),
    "complete": (COMPLETE, _("Please complete your registration")),
}
OF_STATE = {
    ParticipantState.APPLIED: "received",
    ParticipantState.CONFIRMED: "confirmed",
    ParticipantState.WAITING: "waiting",
    ParticipantState.OFFERED: "offered",
}
OF_DELEGATES = {
    "offered": _("A place is free for %(name)s"),
    "expired": _("The time to accept the place of %(name)s is over"),
}
ENDS = {"expired", "declined", "withdrawn", "replaced"}  # whose link leads to nothing that one can do
LANGUAGE_OF = {"DE": "de", "PS": "ar"}


def declare_kinds() -> None:
    kinds.declare(RECEIVED, _("registrations that arrived"))
    kinds.declare(CONFIRMED, _("confirmed places at meetings"))
    kinds.declare(WAITING, _("waiting lists of meetings"))
    kinds.declare(OFFERED, _("offered places at meetings"), mandatory=True)
    kinds.declare(ENDED, _("registrations that ended"))
    kinds.declare(COMPLETE, _("registrations to complete"))
    kinds.declare(INVITED, _("invitations to meetings"), mandatory=True)
    kinds.declare(RELEASE, _("releases of staff that wait for the employer"))
    kinds.declare(DECIDED, _("decisions about people whom you registered"))
    kinds.declare(REFUSED, _("releases of staff that employers refused"))
    kinds.declare(OFFICE, _("registrations that wait for the events team"))


def tell(step: str, participant: Participant, *, actor: Any, at: datetime) -> None:  # noqa: ANN401 - a person or the system
    """Write to the participant; of offers and ends also to the person who registered them, unless they did it."""
    context = _context(step, participant)
    _write(step, participant, context, at=at)
    sender = participant.party.registered_by if participant.party else None
    if step in OF_DELEGATES and sender is not None and sender.pk not in {participant.user_id, actor.pk}:
        notify(
            SUBJECTS[step][0],
            to=[sender],
            subject_line=_naming(OF_DELEGATES[step], participant.full_name),
            template=TEMPLATE,
            context={**context, "for_other": True},
            url=participant.get_absolute_url(),
            at=at,
        )


def _naming(words: Any, name: str) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(lambda: str(words) % {"name": name}, str)()


def tell_state(participant: Participant, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Tell how a registration stands now."""
    tell(OF_STATE[ParticipantState(participant.state)], participant, actor=actor, at=at)


def _context(step: str, participant: Participant) -> dict[str, Any]:
    body = participant.body
    mail = MailStep.CONFIRMED if step == "accepted" else step
    words = words_for(participant.edition_id, mail, participant.kind_id) if mail in MailStep.values else None
    return {
        **_facts(step, participant),
        "words": _in_each_language(words),
        "position": position_of(participant) if step == "waiting" else 0,
        "body": lazy(lambda: str(body.name), str)() if body else "",
        "reference": participant.party.reference if participant.party else "",
        "reason": participant.decision_reason if step in {"declined", "withdrawn"} else "",
    }


def _facts(step: str, participant: Participant) -> dict[str, Any]:
    """What every mail tells."""
    edition = participant.edition
    return {
        "step": step,
        "person": participant.full_name,
        "meeting": lazy(lambda: str(edition.title), str)(),
        "kind": lazy(lambda: str(participant.kind.name), str)(),
        **_when_and_where(edition),
        "until": in_zone(participant.offer_until, edition) if participant.offer_until else "",
    }


def _when_and_where(edition: Edition) -> dict[str, Any]:
    """The days and the place, in each reader's language."""
    is_online = edition.mode == Mode.ONLINE
    return {
        "days": lazy(lambda: days_in_words(edition), str)(),
        "place": lazy(lambda: str(edition.get_mode_display() if is_online else edition.place), str)(),
    }


def _in_each_language(words: MailWords | None) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(lambda: str(words.text), str)() if words else ""


def sample(step: str, edition: Edition, kind: ParticipantKind, words: MailWords | None) -> Iterator[Written]:
    """The mail of a step as three readers would get it."""
    somebody = Participant(edition=edition, kind=kind, offer_until=begins_at(edition))
    subject = INVITATION if step == MailStep.INVITED else SUBJECTS[step][1]
    for language in LANGUAGES:
        with override(language):
            somebody.full_name = gettext("(name of the reader)")
            context = {**_facts(step, somebody), "words": _in_each_language(words), "position": 3}
            reader = Correspondent("", language, somebody.full_name)
            yield write(reader=reader, subject_line=subject, template=TEMPLATE, context=context)


def in_zone(at: datetime, edition: Edition) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    """The moment as the meeting's clock shows it, with the name of the zone."""
    local = at.astimezone(ZoneInfo(edition.zone))
    return lazy(lambda: f"{date_format(local, 'DATETIME_FORMAT')} ({edition.get_zone_display()})", str)()


def _write(step: str, participant: Participant, context: dict[str, Any], *, at: datetime) -> None:
    kind, subject = SUBJECTS[step]
    told: dict[str, Any] = {"subject_line": subject, "template": TEMPLATE, "context": context, "at": at}
    if participant.user is not None:
        notify(kind, to=[participant.user], url=participant.get_absolute_url(), **told)
    elif participant.email:
        url = "" if step in ENDS else reverse("registration:claim", args=[participant.public_id])
        told["context"] = {**context, "needs_account": step not in ENDS}
        notify_address(kind, to=audience.correspondent(participant), url=url, **told)


def language_of(body: Authority | Organisation) -> str:
    """In which language people of a body are most likely at home."""
    return LANGUAGE_OF.get(str(body.country_id), "en")


def tell_invited(kind: ParticipantKind, email: str, language: str, *, at: datetime) -> None:
    """Tell somebody that they may register for a kind that is by invitation."""
    edition = kind.edition
    told: dict[str, Any] = {
        "subject_line": INVITATION,
        "template": TEMPLATE,
        "context": {
            "step": "invited",
            "meeting": lazy(lambda: str(edition.title), str)(),
            "kind": lazy(lambda: str(kind.name), str)(),
            **_when_and_where(edition),
            "words": _in_each_language(words_for(edition.pk, MailStep.INVITED, kind.pk)),
        },
        "url": reverse("registration:door", args=[edition.slug]),
        "at": at,
    }
    known = User.objects.filter(email=email, is_active=True).first()
    if known is not None:
        notify(INVITED, to=[known], **told)
    else:
        notify_address(INVITED, to=Correspondent(email, language), **told)


def tell_employer(participant: Participant, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Ask those who speak for the employer, but for the person and whoever registered them."""
    body = participant.body
    if body is None:
        return
    roles = [MembershipRole.COORDINATOR, MembershipRole.MAYOR]
    rows = Membership.objects.of_body(body).confirmed().filter(role__in=roles).select_related("user")
    people = {row.user for row in rows if row.user is not None}
    notify(
        RELEASE,
        to={person for person in people if person.pk not in {participant.user_id, actor.pk}},
        subject_line=_("A release of staff waits for you"),
        template=TEMPLATE,
        context=_context("release", participant),
        url=reverse("registration:release", args=[participant.public_id]),
        at=at,
    )


def tell_office(participants: Iterable[Participant], *, at: datetime) -> None:
    """Let the events team know who waits for approval: one message for all who were registered together."""
    people = list(participants)
    if not people:
        return
    edition = people[0].edition
    notify(
        OFFICE,
        to=_events_team(),
        subject_line=_waiting_for_approval(len(people)),
        template=TEMPLATE,
        context={**_facts("office", people[0]), "number": len(people), "people": _names(people)},
        url=reverse("registration:list", args=[edition.slug]) + "?state=applied",
        at=at,
    )


def tell_senders(participants: Iterable[Participant], *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Tell coordinators what the office decided about people whom they registered: one message for each decision."""
    by_sender: dict[User, list[Participant]] = {}
    for row in participants:
        sender = row.party.registered_by if row.party else None
        if sender is not None and sender.pk not in {row.user_id, actor.pk}:
            by_sender.setdefault(sender, []).append(row)
    for sender, rows in by_sender.items():
        if sends(sender, rows[0]):
            _tell_sender(sender, rows, at=at)


def _tell_sender(sender: User, rows: list[Participant], *, at: datetime) -> None:
    edition, body = rows[0].edition, rows[0].body
    states = (ParticipantState.CONFIRMED, ParticipantState.WAITING, ParticipantState.DECLINED)
    context = {
        **_facts("decided", rows[0]),
        **{state.value: _names(row for row in rows if row.state == state) for state in states},
        "reason": rows[0].decision_reason if rows[0].state == ParticipantState.DECLINED else "",
    }
    notify(
        DECIDED,
        to=[sender],
        subject_line=_naming(_("Decision about %(name)s"), str(_names(rows))),
        template=TEMPLATE,
        context=context,
        url=reverse("registration:delegation", args=[edition.slug]) + (f"?for={key_of(body)}" if body else ""),
        at=at,
    )


def tell_refused(participant: Participant, note: str, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Tell the events team and the person that the employer does not release them."""
    context = {**_context("refused", participant), "reason": note}
    told: dict[str, Any] = {"template": TEMPLATE, "at": at}
    notify(
        REFUSED,
        to=[person for person in _events_team() if person.pk not in {actor.pk, participant.user_id}],
        subject_line=_naming(_("%(name)s is not released by the employer"), participant.full_name),
        context={**context, "for_other": True},
        url=participant.get_absolute_url(),
        **told,
    )
    _write("refused", participant, context, at=at)


def _events_team() -> Any:  # noqa: ANN401 - a query of people
    return User.objects.filter(roles__role__in=[Role.EVENTS, Role.ADMINISTRATOR], is_active=True).distinct()


def _waiting_for_approval(number: int) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    def words() -> str:
        told = ngettext(
            "%(number)d registration waits for approval", "%(number)d registrations wait for approval", number
        )
        return told % {"number": number}

    return lazy(words, str)()


def _names(people: Iterable[Participant]) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    names = [row.full_name for row in people]
    return lazy(lambda: pgettext("between items of a list", ", ").join(names), str)()
