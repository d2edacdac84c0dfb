"""Steps agreed at a meeting: added, changed, settled, handed over, released, called to mind. History is append-only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.events.agenda.models import Session
from jisr.events.editions.models import Edition
from jisr.events.editions.states import State as EditionState
from jisr.events.results import links, telling
from jisr.events.results.clock import is_reminder_due
from jisr.events.results.minutes import ChangedMeanwhile, NotPossible, lock_edition
from jisr.events.results.models import Decision, FollowUp, FollowUpStep, ResultSheet
from jisr.events.results.naming import refuse_persons
from jisr.events.results.policies import EDIT_FOLLOW_UP, SETTLE_FOLLOW_UP, belongs_to
from jisr.events.results.states import LANGUAGES, SETTLED, UNDER_WAY, Event, Owner
from jisr.events.results.workflow import step_target
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.stamps import plain
from jisr.municipalities.models import Authority, Organisation
from jisr.municipalities.policies import acts_for, reads_for_office

Body = Authority | Organisation | None
CHANGED = _("Somebody else changed this step meanwhile. The page shows how it stands now.")


class ReasonMissing(DomainError):
    """A step that needs words came without."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What was agreed. ``texts`` and ``outcomes`` by language; ``owner`` None is the programme office."""

    language: str
    texts: Mapping[str, str]
    owner: Body
    due_on: date
    counterpart: Authority | None = None
    outcomes: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a step came from, as far as it is known."""

    session: Session | None = None
    decision: Decision | None = None
    sheet: ResultSheet | None = None


@transaction.atomic
def add_follow_up(
    edition: Edition, agreed: Agreed, origin: Origin, *, actor: User, at: datetime, form_key: str
) -> FollowUp:
    """Note a step; it then waits for those who take it on. A second click adds nothing."""
    authorize(actor, EDIT_FOLLOW_UP, edition)
    lock_edition(edition)
    if (known := FollowUp.objects.filter(form_key=form_key).first()) is not None:
        return known
    if edition.state == EditionState.PLANNED:
        raise NotPossible(_("This meeting is not announced yet, so nothing was agreed there."))
    if agreed.due_on < timezone.localdate(at):
        raise NotPossible(_("This day has passed. Please choose a later one."))
    sources = (origin.session, origin.decision, origin.sheet)
    if any(each is not None and each.edition_id != edition.pk for each in sources):
        raise NotPossible(_("This belongs to another meeting."))
    session = origin.session or next((each.session for each in sources[1:] if each is not None), None)
    follow_up = FollowUp(
        edition=edition, session=session, decision=origin.decision, sheet=origin.sheet, form_key=form_key
    )
    _fill(follow_up, agreed)
    follow_up.reminded_on = timezone.localdate(at)
    follow_up.save()
    _note(Event.AGREED, follow_up, before="", actor=actor, at=at)
    to = [*telling.owners(follow_up), *telling.other_side(follow_up)]
    telling.tell("agreed", follow_up, to=to, actor=actor, at=at)
    trail.record("events.follow_up_agreed", follow_up, actor=actor)
    return follow_up


def _fill(follow_up: FollowUp, agreed: Agreed) -> None:
    if agreed.owner is not None and agreed.owner == agreed.counterpart:
        raise NotPossible(_("The other side is somebody else than the one who takes the step on."))
    follow_up.original_language, follow_up.due_on = agreed.language, agreed.due_on
    follow_up.counterpart = agreed.counterpart
    for code in LANGUAGES:
        setattr(follow_up, f"text_{code}", agreed.texts.get(code, ""))
        if agreed.outcomes is not None:
            setattr(follow_up, f"outcome_{code}", agreed.outcomes.get(code, ""))
    _own(follow_up, agreed.owner)


def _own(follow_up: FollowUp, owner: Body) -> None:
    follow_up.authority = owner if isinstance(owner, Authority) else None
    follow_up.organisation = owner if isinstance(owner, Organisation) else None
    follow_up.owner_kind = Owner.OFFICE
    if owner is not None:
        follow_up.owner_kind = Owner.AUTHORITY if isinstance(owner, Authority) else Owner.ORGANISATION


@transaction.atomic
def change_follow_up(public_id: UUID, agreed: Agreed, *, seen: int, actor: User, at: datetime) -> FollowUp:
    """Change what was agreed, who does it, by when. What the public reads stays until it is released anew."""
    follow_up = _locked(public_id)
    authorize(actor, EDIT_FOLLOW_UP, follow_up)
    _refuse_stale(follow_up, seen)
    before = (follow_up.owner_kind, follow_up.authority_id, follow_up.organisation_id)
    was_due = follow_up.due_on
    if agreed.due_on != was_due and agreed.due_on < timezone.localdate(at):
        raise NotPossible(_("This day has passed. Please choose a later one."))
    _fill(follow_up, agreed)
    if agreed.due_on != was_due:
        follow_up.reminded_on = timezone.localdate(at)
    is_handed = before != (follow_up.owner_kind, follow_up.authority_id, follow_up.organisation_id)
    if is_handed:
        follow_up.person = None
    event = Event.HANDED_OVER if is_handed else Event.CHANGED
    _keep(follow_up)
    _note(event, follow_up, before=follow_up.state, actor=actor, at=at)
    telling.tell(event.value, follow_up, to=telling.owners(follow_up), actor=actor, at=at)
    changes = {"due_on": [str(was_due), str(follow_up.due_on)]}
    trail.record(f"events.follow_up_{event.value}", follow_up, actor=actor, changes=changes)
    return follow_up


@transaction.atomic
def settle(  # noqa: PLR0913 - one step with its words
    public_id: UUID,
    name: str,
    *,
    note: str = "",
    language: str = "en",
    seen: int | None = None,
    actor: User,
    at: datetime,
) -> FollowUp:
    """Begin, finish, drop or open again. Dropping needs a reason; what came of it is kept in the language of now."""
    follow_up = _locked(public_id)
    authorize(actor, SETTLE_FOLLOW_UP, follow_up)
    note = plain(note).strip()
    before, follow_up.state = follow_up.state, step_target(name, current=follow_up.state)
    _refuse_stale(follow_up, seen)
    if name == "drop" and not note:
        raise ReasonMissing(_("Please say why this is dropped."))
    follow_up.drop_reason = note if name == "drop" else ""
    follow_up.settled_at = at if follow_up.state in SETTLED else None
    if name == "finish" and note:
        for code in LANGUAGES:
            setattr(follow_up, f"outcome_{code}", note if code == language else "")
    _keep(follow_up)
    _note(Event(name), follow_up, before=before, note=note, actor=actor, at=at)
    if name != "start":
        to = [*telling.owners(follow_up), *telling.other_side(follow_up), *telling.events_team()]
        telling.tell(name, follow_up, to=to, actor=actor, at=at, note=note)
    changes = {"state": [before, str(follow_up.state)]}
    trail.record(f"events.follow_up_{name}", follow_up, actor=actor, changes=changes)
    return follow_up


@transaction.atomic
def name_person(public_id: UUID, person: User | None, *, actor: User) -> FollowUp:
    """Say who of the owner's people does it. Only their own may be named."""
    follow_up = _locked(public_id)
    authorize(actor, SETTLE_FOLLOW_UP, follow_up)
    if person is not None and not belongs_to(person, follow_up):
        raise NotPossible(_("This person does not belong to those who take the step on."))
    if follow_up.person_id != (person.pk if person else None):
        follow_up.person = person
        _keep(follow_up)
        trail.record("events.follow_up_person_named", follow_up, actor=actor, changes={"person": [None, None]})
    return follow_up


@transaction.atomic
def link(public_id: UUID, chosen: str, *, actor: User) -> FollowUp:
    """Tie it to a partnership, a request or a joint project that the actor sees; empty unties it.

    The other authority of a partnership becomes the other side, if none was named, so that both see the step.
    """
    follow_up = _locked(public_id)
    authorize(actor, SETTLE_FOLLOW_UP, follow_up)
    kind, _colon, key = chosen.partition(":")
    if chosen and chosen not in dict(links.choices(follow_up, actor)):
        raise NotPossible(_("You cannot link the step to this."))
    follow_up.link_kind, follow_up.link_key = kind, key
    if follow_up.counterpart is None and follow_up.authority is not None:
        follow_up.counterpart = links.other_authority(kind, key, follow_up.authority)
    _keep(follow_up)
    trail.record("events.follow_up_linked", follow_up, actor=actor, changes={"link": [None, chosen]})
    return follow_up


@transaction.atomic
def release(public_id: UUID, *, is_public: bool, seen: int | None = None, actor: User, at: datetime) -> FollowUp:
    """Let everybody read the text and what came of it as they are now, or take that back."""
    follow_up = _locked(public_id)
    authorize(actor, EDIT_FOLLOW_UP, follow_up)
    _refuse_stale(follow_up, seen)
    if not is_public and follow_up.released is None:
        return follow_up
    follow_up.released = snapshot(follow_up) if is_public else None
    if follow_up.released is not None:
        texts = [text for part in ("text", "outcome") for text in follow_up.released[part].values()]
        refuse_persons(texts, follow_up.edition_id)
    event = Event.RELEASED if is_public else Event.WITHHELD
    _keep(follow_up)
    _note(event, follow_up, before=follow_up.state, actor=actor, at=at)
    trail.record(f"events.follow_up_{event.value}", follow_up, actor=actor)
    return follow_up


def snapshot(follow_up: FollowUp) -> dict[str, Any]:
    def spoken(column: str) -> dict[str, str]:
        return {code: text for code in LANGUAGES if (text := getattr(follow_up, f"{column}_{code}"))}

    return {"language": follow_up.original_language, "text": spoken("text"), "outcome": spoken("outcome")}


@transaction.atomic
def go_on_with(follow_up: FollowUp, successor: Authority, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Hand a step of an authority that was split or merged over to a successor."""
    row = _locked(follow_up.public_id)
    if row.state not in UNDER_WAY:
        return
    if row.counterpart_id == successor.pk:
        row.counterpart = None
    _own(row, successor)
    row.person = None
    _keep(row)
    _note(Event.HANDED_OVER, row, before=row.state, actor=actor, at=at)
    telling.tell("handed_over", row, to=telling.owners(row), actor=actor, at=at)
    trail.record("events.follow_up_handed_over", row, actor=actor)


def remind(*, now: datetime) -> int:
    """Call to mind what is due soon or overdue, each step in a transaction of its own. Again the same day: nothing."""
    today = timezone.localdate(now)
    rows = FollowUp.objects.under_way().order_by("pk").values_list("public_id", "due_on", "reminded_on")
    due = [key for key, due_on, reminded_on in rows if is_reminder_due(due_on, reminded_on, today)]
    return sum(_remind(key, today, now) for key in due)


@transaction.atomic
def _remind(public_id: UUID, today: date, now: datetime) -> bool:
    follow_up = _locked(public_id)
    if follow_up.state not in UNDER_WAY or not is_reminder_due(follow_up.due_on, follow_up.reminded_on, today):
        return False  # somebody was faster
    follow_up.reminded_on = today
    follow_up.save(update_fields=["reminded_on", "updated_at"])
    step = "overdue" if follow_up.due_on < today else "reminded"
    to = telling.owners(follow_up) or telling.events_team()
    telling.tell(step, follow_up, to=to, actor=SYSTEM, at=now)
    _note(Event.REMINDED, follow_up, before=follow_up.state, actor=SYSTEM, at=now)
    trail.record("events.follow_up_reminded", follow_up, actor=SYSTEM)
    return True


def _locked(public_id: UUID) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",), no_key=True).for_lists().select_related("person")
    follow_up: FollowUp = rows.get(public_id=public_id)
    return follow_up


def _refuse_stale(follow_up: FollowUp, seen: int | None) -> None:
    if seen is not None and follow_up.version != seen:
        raise ChangedMeanwhile(CHANGED)


def _keep(follow_up: FollowUp) -> None:
    follow_up.version += 1
    follow_up.save()


def _note(
    event: Event,
    follow_up: FollowUp,
    *,
    before: str,
    note: str = "",
    actor: Any,  # noqa: ANN401 - a person or the system
    at: datetime,
) -> None:
    """Add a line to the history; lines are never changed."""
    is_owner = follow_up.body is not None and acts_for(actor, follow_up.body)
    FollowUpStep.objects.create(
        follow_up=follow_up,
        event=event,
        before=before,
        after=follow_up.state,
        note=note,
        by_office=not is_owner and (actor is SYSTEM or reads_for_office(actor)),
        taken_at=at,
        taken_by=actor if isinstance(actor, User) else None,
    )
