"""How enquiries arrive, who has them in hand, and how they end without an answer."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.advice import clock
from jisr.advice.models import Enquiry, Entry
from jisr.advice.policies import HANDLE, advises
from jisr.advice.services.refusals import NotADouble, NotAnAdviser, NotOpen, TakenMeanwhile
from jisr.advice.services.telling import HANDED_OVER, RECEIVED, tell_enquirer, tell_people, tell_queue
from jisr.advice.states import OPEN, Channel, EntryKind, State, Topic, Urgency, Visibility
from jisr.advice.suspicion import looks_like_advertising
from jisr.audit.services import SYSTEM
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.municipalities.models import Authority


@dataclass(frozen=True)
class Asked:
    """What somebody asks. ``form_key`` makes a second click harmless."""

    topic: str
    message: str
    language: str
    contact_name: str = ""
    email: str = ""
    phone: str = ""
    body_name: str = ""
    urgency: str = Urgency.NORMAL
    form_key: str = field(default_factory=secrets.token_hex)


@transaction.atomic
def receive_enquiry(
    asked: Asked, *, at: datetime, user: User | None = None, authority: Authority | None = None
) -> Enquiry:
    """Record a question of the public form and start its clock; the second click gives the first enquiry again.

    What looks like advertising is set aside, but kept and read. The confirmation goes to the address that was given.
    """
    is_suspect = user is None and looks_like_advertising(
        name=asked.contact_name, body_name=asked.body_name, message=asked.message
    )
    try:
        with transaction.atomic():
            enquiry = _create(asked, at=at, user=user, authority=authority, is_suspect=is_suspect)
    except IntegrityError:
        known: Enquiry | None = Enquiry.objects.filter(form_key=asked.form_key).first()
        if known is None:
            raise
        return known
    if not is_suspect:
        confirm(enquiry)
        tell_queue(enquiry, at=at)
    trail.record("advice.enquiry_received", enquiry, actor=user or SYSTEM, changes=_told(enquiry))
    return enquiry


@transaction.atomic
def note_enquiry(
    asked: Asked, *, channel: str, actor: User, at: datetime, authority: Authority | None = None
) -> Enquiry:
    """Record a question that came by telephone or in a meeting; whoever notes it has it in hand."""
    authorize(actor, HANDLE, None)
    known: Enquiry | None = Enquiry.objects.filter(form_key=asked.form_key).first()
    if known is not None:
        return known
    enquiry = _create(asked, at=at, user=None, authority=authority, is_suspect=False, channel=Channel(channel))
    enquiry.state, enquiry.adviser, enquiry.taken_at = State.IN_HAND, actor, at
    enquiry.save(update_fields=["state", "adviser", "taken_at", "updated_at"])
    trail.record("advice.enquiry_noted", enquiry, actor=actor, changes=_told(enquiry))
    return enquiry


def _create(
    asked: Asked,
    *,
    at: datetime,
    user: User | None,
    authority: Authority | None,
    is_suspect: bool,
    channel: str = Channel.FORM,
) -> Enquiry:
    enquiry: Enquiry = Enquiry.objects.create(
        **vars(asked),
        user=user,
        authority=authority,
        channel=channel,
        is_suspect=is_suspect,
        received_at=at,
        due_on=clock.due_on(asked.urgency, received_on=timezone.localdate(at)),
    )
    return enquiry


def confirm(enquiry: Enquiry) -> None:
    """Tell the enquirer that the question arrived, and until when it is answered."""
    tell_enquirer(
        RECEIVED,
        enquiry,
        subject=_("Your question has arrived"),
        template="advice/mail/received",
        context={"reference": enquiry.reference, "due_on": enquiry.due_on},
        at=enquiry.received_at,
    )


@transaction.atomic
def take(reference: str, *, actor: User, at: datetime, instead_of: int | None = None) -> Enquiry:
    """Take an enquiry in hand. ``instead_of``: the adviser whom one saw on the page and takes over from.

    Taking what one has changes nothing. Raises ``TakenMeanwhile`` if somebody else was faster.
    """
    enquiry = lock_open(reference)
    authorize(actor, HANDLE, enquiry)
    if enquiry.adviser_id == actor.pk:
        return enquiry
    if enquiry.adviser_id != instead_of:
        raise TakenMeanwhile(_("Somebody else has taken this enquiry in the meantime. Please look again."))
    before = enquiry.adviser
    _give(enquiry, actor, at=at)
    if before is not None:
        _tell_advisers([before], enquiry, subject=_("A colleague has taken an enquiry over from you"), at=at)
    _record("taken", enquiry, before=before, actor=actor)
    return enquiry


@transaction.atomic
def hand_over(reference: str, *, to: User, note: str, actor: User, at: datetime) -> Enquiry:
    """Give an enquiry to a colleague with a note that stays in the record."""
    enquiry = lock_open(reference)
    authorize(actor, HANDLE, enquiry)
    if not advises(to):
        raise NotAnAdviser(_("Please choose somebody who answers enquiries."))
    if enquiry.adviser_id == to.pk:
        return enquiry
    before = enquiry.adviser
    _give(enquiry, to, at=at)
    if note:
        Entry.objects.create(
            enquiry=enquiry,
            kind=EntryKind.HANDOVER,
            visibility=Visibility.OFFICE,
            text=note,
            written_by=actor,
            written_at=at,
        )
    told = [person for person in (to, before) if person is not None and person.pk != actor.pk]
    _tell_advisers(told, enquiry, subject=_("An enquiry was handed over"), at=at)
    _record("handed_over", enquiry, before=before, actor=actor)
    return enquiry


@transaction.atomic
def sort_enquiry(
    reference: str,
    *,
    topic: str,
    urgency: str,
    authority: Authority | None,
    other_authority: Authority | None,
    actor: User,
) -> Enquiry:
    """Triage: say what it is about, how urgent it is and whom it concerns. A new urgency moves the day."""
    enquiry = lock(reference)
    authorize(actor, HANDLE, enquiry)
    wanted = {"topic": topic, "urgency": urgency, "authority": authority, "other_authority": other_authority}
    changes = {
        name: [str(getattr(enquiry, name) or ""), str(value or "")]
        for name, value in wanted.items()
        if getattr(enquiry, name) != value
    }
    if not changes:
        return enquiry
    if "urgency" in changes:
        enquiry.due_on = clock.due_on(urgency, received_on=timezone.localdate(enquiry.received_at))
    for name, value in wanted.items():
        setattr(enquiry, name, value)
    enquiry.save()
    trail.record("advice.enquiry_sorted", enquiry, actor=actor, changes=changes)
    return enquiry


@transaction.atomic
def clear_suspicion(reference: str, *, actor: User) -> Enquiry:
    """It is a real question: it joins the queue, and who asked is told now that it arrived."""
    enquiry = lock(reference)
    authorize(actor, HANDLE, enquiry)
    if not enquiry.is_suspect:
        return enquiry
    enquiry.is_suspect = False
    enquiry.save(update_fields=["is_suspect", "updated_at"])
    if enquiry.state in OPEN:
        confirm(enquiry)
    if enquiry.state == State.NEW:
        tell_queue(enquiry, but=actor)
    trail.record("advice.enquiry_cleared", enquiry, actor=actor, changes={"is_suspect": [True, False]})
    return enquiry


@transaction.atomic
def close(reference: str, *, reason: str, actor: User, at: datetime) -> Enquiry:
    """End an enquiry that needs no answer, such as advertising; the reason stays in the record."""
    enquiry = lock_open(reference)
    authorize(actor, HANDLE, enquiry)
    before = enquiry.state
    enquiry.state, enquiry.closed_at = State.CLOSED, at
    enquiry.save(update_fields=["state", "closed_at", "updated_at"])
    Entry.objects.create(
        enquiry=enquiry,
        kind=EntryKind.NOTE,
        visibility=Visibility.OFFICE,
        text=reason,
        written_by=actor,
        written_at=at,
    )
    trail.record("advice.enquiry_closed", enquiry, actor=actor, changes={"state": [before, State.CLOSED.value]})
    return enquiry


@transaction.atomic
def merge(reference: str, *, into: str, actor: User, at: datetime) -> Enquiry:
    """Make an enquiry a double of an older or newer one of the same person; its notes and steps move over.

    Raises ``NotADouble`` for enquiries of different people: an answer to one must not reach the other.
    """
    if reference == into:
        raise NotADouble(_("This is the same enquiry."))
    found = {row.reference: row for row in _locked().filter(reference__in=[reference, into]).order_by("pk")}
    if len(found) != len({reference, into}):
        raise NotADouble(_("There is no enquiry with this reference."))
    double, main = found[reference], found[into]
    authorize(actor, HANDLE, double)
    if double.merged_into_id == main.pk:
        return main
    _refuse_strangers(double, main)
    before = double.state
    double.state, double.merged_into, double.closed_at = State.MERGED, main, at
    double.save(update_fields=["state", "merged_into", "closed_at", "updated_at"])
    double.entries.update(enquiry=main)
    double.steps.update(enquiry=main)
    if main.due_on > double.due_on and main.state in OPEN:
        main.due_on = double.due_on
        main.save(update_fields=["due_on", "updated_at"])
    changes = {"state": [before, State.MERGED.value], "merged_into": [None, main.reference]}
    trail.record("advice.enquiry_merged", double, actor=actor, changes=changes)
    return main


def _refuse_strangers(double: Enquiry, main: Enquiry) -> None:
    if double.state not in OPEN or main.state == State.MERGED:
        raise NotOpen(_("Only an open enquiry can be merged, and only with one that is not merged itself."))
    same_address = bool(double.email) and double.email.lower() == main.email.lower()
    same_user = double.user_id is not None and double.user_id == main.user_id
    if not (same_address or same_user):
        raise NotADouble(_("These enquiries come from different people. Please answer each of them."))


def lock(reference: str) -> Enquiry:
    enquiry: Enquiry = _locked().get(reference=reference)
    return enquiry


def lock_open(reference: str) -> Enquiry:
    """Raises ``NotOpen`` for an enquiry that was answered, closed or merged."""
    enquiry = lock(reference)
    if enquiry.state not in OPEN:
        raise NotOpen(_("This enquiry is not open any more."))
    return enquiry


def _locked() -> QuerySet[Enquiry]:
    return Enquiry.objects.select_for_update(of=("self",), no_key=True).select_related(
        "user", "adviser", "authority", "other_authority"
    )


def _give(enquiry: Enquiry, adviser: User, *, at: datetime) -> None:
    enquiry.adviser, enquiry.taken_at, enquiry.state = adviser, at, State.IN_HAND
    enquiry.save(update_fields=["adviser", "taken_at", "state", "updated_at"])


def _tell_advisers(people: list[User], enquiry: Enquiry, *, subject: str | Promise, at: datetime) -> None:
    context: dict[str, object] = {"reference": enquiry.reference, "topic": Topic(enquiry.topic).label}
    tell_people(HANDED_OVER, people, subject=subject, url=enquiry.get_absolute_url(), context=context, at=at)


def _record(step: str, enquiry: Enquiry, *, before: User | None, actor: User) -> None:
    changes = {"adviser": [before.pk if before else None, enquiry.adviser_id]}
    trail.record(f"advice.enquiry_{step}", enquiry, actor=actor, changes=changes)


def _told(enquiry: Enquiry) -> dict[str, list[object]]:
    return {
        "topic": [None, enquiry.topic],
        "urgency": [None, enquiry.urgency],
        "due_on": [None, enquiry.due_on.isoformat()],
        "is_suspect": [None, enquiry.is_suspect],
    }
