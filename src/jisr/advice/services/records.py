"""The advice record: answers, notes, next steps; and taking a person out of it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.advice.models import Enquiry, Entry, NextStep, ReplyTemplate
from jisr.advice.policies import ANSWER, EDIT_TEMPLATES, FINISH_STEP, HANDLE
from jisr.advice.services.enquiries import lock
from jisr.advice.services.refusals import ChangedMeanwhile, NoAddress, NotOpen
from jisr.advice.services.telling import ANSWERED, STEP, members_of, tell_enquirer, tell_people
from jisr.advice.states import EntryKind, State, Visibility
from jisr.audit.services import SYSTEM
from jisr.documents.models import Document
from jisr.documents.services import discard
from jisr.kernel import trail
from jisr.kernel.policy import authorize

EMPTIED = ("contact_name", "email", "phone", "body_name", "message")


@transaction.atomic
def answer(reference: str, *, subject: str, text: str, actor: User, at: datetime, form_key: str) -> Entry:
    """Send the answer in the enquirer's language and stop the clock. The second click gives the first answer again.

    The mail waits in the outbox with the data it tells about: a mail server that is away delays it and loses nothing.
    """
    enquiry = lock(reference)
    known: Entry | None = Entry.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    authorize(actor, ANSWER, enquiry)
    if enquiry.state not in (State.IN_HAND, State.ANSWERED):
        raise NotOpen(_("This enquiry is not open any more."))
    if not enquiry.can_be_answered:
        raise NoAddress(_("There is no address to send an answer to. Please note the telephone call instead."))
    entry = _add(enquiry, EntryKind.ANSWER, Visibility.AUTHORITY, text, actor=actor, at=at, form_key=form_key)
    _stop_clock(enquiry, at=at)
    context: dict[str, object] = {"reference": enquiry.reference, "text": text}
    tell_enquirer(ANSWERED, enquiry, subject=subject, template="advice/mail/answer", context=context, at=at)
    trail.record("advice.enquiry_answered", enquiry, actor=actor, changes={"state": [None, State.ANSWERED.value]})
    return entry


@transaction.atomic
def add_entry(  # noqa: PLR0913 - what an entry consists of
    reference: str,
    *,
    kind: str,
    visibility: str,
    text: str,
    actor: User,
    at: datetime,
    form_key: str,
    settles: bool = False,
) -> Entry:
    """Note something; ``settles``: the question was answered in that call or meeting, so the clock stops."""
    enquiry = lock(reference)
    authorize(actor, HANDLE, enquiry)
    known: Entry | None = Entry.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    entry = _add(enquiry, EntryKind(kind), Visibility(visibility), text, actor=actor, at=at, form_key=form_key)
    if settles and enquiry.is_open:
        enquiry.adviser = enquiry.adviser or actor
        _stop_clock(enquiry, at=at)
    changes = {"kind": [None, entry.kind], "visibility": [None, entry.visibility], "state": [None, enquiry.state]}
    trail.record("advice.entry_added", enquiry, actor=actor, changes=changes)
    return entry


def _add(  # noqa: PLR0913
    enquiry: Enquiry, kind: str, visibility: str, text: str, *, actor: User, at: datetime, form_key: str
) -> Entry:
    entry: Entry = Entry.objects.create(
        enquiry=enquiry,
        kind=kind,
        visibility=visibility,
        text=text,
        written_by=actor,
        written_at=at,
        form_key=form_key,
    )
    return entry


def _stop_clock(enquiry: Enquiry, *, at: datetime) -> None:
    enquiry.state, enquiry.answered_at = State.ANSWERED, enquiry.answered_at or at
    enquiry.save(update_fields=["state", "answered_at", "adviser", "updated_at"])


@transaction.atomic
def reopen(reference: str, *, actor: User, at: datetime) -> Enquiry:
    """Something is still open: the enquiry is in the actor's hand again. The first answer keeps its time."""
    enquiry = lock(reference)
    authorize(actor, HANDLE, enquiry)
    if enquiry.state not in (State.ANSWERED, State.CLOSED):
        return enquiry
    before = enquiry.state
    enquiry.state, enquiry.adviser, enquiry.taken_at, enquiry.closed_at = State.IN_HAND, actor, at, None
    enquiry.save(update_fields=["state", "adviser", "taken_at", "closed_at", "updated_at"])
    trail.record("advice.enquiry_reopened", enquiry, actor=actor, changes={"state": [before, enquiry.state]})
    return enquiry


def possible_owners(enquiry: Enquiry, actor: User) -> list[User]:
    """Who can take a step on: the adviser, who asked, and the members of the authorities concerned."""
    found = {person.pk: person for person in (actor, enquiry.adviser, enquiry.user) if person and person.is_active}
    found |= {person.pk: person for person in members_of(enquiry.authority, enquiry.other_authority)}
    return list(found.values())


@transaction.atomic
def agree_step(  # noqa: PLR0913 - what a step consists of
    reference: str, *, text: str, owner: User, due_on: date, actor: User, at: datetime, form_key: str
) -> NextStep:
    """Agree on who does what by when; it waits in the owner's workspace."""
    enquiry = lock(reference)
    authorize(actor, HANDLE, enquiry)
    known: NextStep | None = NextStep.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    if owner.pk not in {person.pk for person in possible_owners(enquiry, actor)}:
        raise NotOpen(_("This person cannot see the enquiry. Please choose somebody whom it concerns."))
    step: NextStep = NextStep.objects.create(
        enquiry=enquiry, text=text, owner=owner, due_on=due_on, agreed_at=at, form_key=form_key
    )
    if owner.pk != actor.pk:
        context: dict[str, object] = {"reference": enquiry.reference, "step": text, "due_on": due_on}
        subject = _("A next step was agreed with you")
        tell_people(STEP, [owner], subject=subject, url=enquiry.get_absolute_url(), context=context, at=at)
    changes = {"owner": [None, owner.pk], "due_on": [None, due_on.isoformat()]}
    trail.record("advice.step_agreed", enquiry, actor=actor, changes=changes)
    return step


@transaction.atomic
def finish_step(public_id: str, *, actor: User, at: datetime) -> NextStep:
    """Mark a step as done; done is done, however often one clicks."""
    step: NextStep = NextStep.objects.select_for_update(no_key=True).get(public_id=public_id)
    authorize(actor, FINISH_STEP, step)
    if step.done_at is None:
        step.done_at = at
        step.save(update_fields=["done_at"])
        trail.record("advice.step_done", step.enquiry, actor=actor, changes={"done_at": [None, at.isoformat()]})
    return step


@transaction.atomic
def edit_template(pk: int, *, columns: dict[str, str], seen_version: int, actor: User) -> ReplyTemplate:
    """Change a template. Raises ``ChangedMeanwhile`` if somebody saved another version since the form was opened."""
    authorize(actor, EDIT_TEMPLATES, None)
    template: ReplyTemplate = ReplyTemplate.objects.select_for_update(no_key=True).get(pk=pk)
    changes = {
        name: [getattr(template, name), value] for name, value in columns.items() if getattr(template, name) != value
    }
    if not changes:
        return template
    if template.version != seen_version:
        raise ChangedMeanwhile(
            _("A colleague changed this template in the meantime. Your words are below; compare them.")
        )
    for name, value in columns.items():
        setattr(template, name, value)
    template.version += 1
    template.save()
    trail.record("advice.template_changed", template, actor=actor, changes=changes)
    return template


@transaction.atomic
def forget_enquirer(enquiry: Enquiry, *, actor: object, at: datetime) -> None:
    """Take a person out of an enquiry: name, address, words, record and papers. What remains can only be counted."""
    for name in EMPTIED:
        setattr(enquiry, name, "")
    enquiry.user, enquiry.forgotten_at = None, at
    enquiry.save()
    enquiry.entries.update(text="")
    enquiry.steps.all().delete()
    for pk in Document.objects.of(enquiry).values_list("pk", flat=True):
        discard(pk, actor=SYSTEM)
    trail.record("advice.enquirer_forgotten", enquiry, actor=actor, changes={name: [None, None] for name in EMPTIED})


@transaction.atomic
def forget_on_request(reference: str, *, actor: User, at: datetime) -> Enquiry:
    """Somebody without an account asks to be forgotten; the office does it for them."""
    enquiry = lock(reference)
    authorize(actor, HANDLE, enquiry)
    if enquiry.forgotten_at is None:
        if enquiry.is_open:
            enquiry.state, enquiry.closed_at = State.CLOSED, at
        forget_enquirer(enquiry, actor=actor, at=at)
    return enquiry


def forget_all(rows: QuerySet[Enquiry], *, at: datetime) -> int:
    """Forget the enquirers of ``rows``; return how many."""
    count = 0
    for enquiry in rows.filter(forgotten_at=None):
        if enquiry.is_open:
            enquiry.state, enquiry.closed_at = State.CLOSED, at
        forget_enquirer(enquiry, actor=SYSTEM, at=at)
        count += 1
    return count
