"""Opting in and out, asking for 1:1 meetings, answering, and what the office sets and notes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import changes_between
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Span, shifted
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.registration.models import Participant
from jisr.events.talks import telling
from jisr.events.talks.models import Talk, TalkBlock, TalkInterpreter, TalkProfile, TalkRequest, TalkSetting
from jisr.events.talks.policies import KEEP_TALK_PROFILE, READ_TALK_PROFILE, READ_TALK_REQUEST
from jisr.events.talks.states import LIVE, RequestState
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove

SETTING_COLUMNS: Final = ("closes_at", "slot_minutes", "most", "place")


class NotPossible(DomainError):
    """The edition has no 1:1 meetings, or one of the two does not take part in them."""


class Closed(DomainError):
    """The time for requests and answers is over."""


class InUse(DomainError):
    """Published meetings lie in what should be changed."""


@transaction.atomic
def keep_profile(participant: Participant, values: Mapping[str, Any], *, actor: User) -> TalkProfile:
    """Write one's profile and opt in. ``values``: themes ``offers`` and ``needs``, ``text``, ``language``, ``away``."""
    authorize(actor, KEEP_TALK_PROFILE, participant)
    setting_of(participant.edition)
    profile: TalkProfile
    profile, _is_new = TalkProfile.objects.select_for_update(no_key=True).get_or_create(participant=participant)
    was_open = profile.is_open
    profile.text, profile.language = values["text"].strip(), values["language"]
    profile.away, profile.is_open = sorted(values["away"]), True
    profile.save()
    profile.offers.set(values["offers"])
    profile.needs.set(values["needs"])
    if not was_open:
        trail.record("events.talk_profile_opened", profile, actor=actor)
    return profile


@transaction.atomic
def opt_out(participant: Participant, *, actor: User, at: datetime) -> TalkProfile | None:
    """Take part no longer: requests are taken back, published meetings are cancelled and the others told. Once."""
    authorize(actor, KEEP_TALK_PROFILE, participant)
    profile: TalkProfile | None = (
        TalkProfile.objects.select_for_update(no_key=True).filter(participant=participant).first()
    )
    if profile is None or not profile.is_open:
        return profile
    profile.is_open = False
    profile.save(update_fields=["is_open", "updated_at"])
    TalkRequest.objects.of(profile).live().update(state=RequestState.WITHDRAWN, answered_at=at)
    cancel_talks_of(profile, actor=actor, at=at)
    trail.record("events.talk_profile_closed", profile, actor=actor)
    return profile


def cancel_talks_of(profile: TalkProfile, *, actor: Any, at: datetime) -> list[Talk]:  # noqa: ANN401 - or the system
    """Cancel what somebody cannot come to any more, and tell those whom they would have met."""
    talks = list(Talk.objects.held().of(profile).for_lists())
    for talk in talks:
        talk.is_cancelled, talk.changed_at = True, at
        talk.sequence += 1
        talk.save(update_fields=["is_cancelled", "changed_at", "sequence"])
        telling.tell("cancelled", talk.request, to=[talk.request.other_than(profile)], actor=actor, at=at)
    return talks


@transaction.atomic
def ask(own: TalkProfile, public_id: UUID | str, *, words: str = "", actor: User, at: datetime) -> TalkRequest:
    """Ask somebody for a 1:1 meeting. Where they asked first, this is a yes; a second click gives the first request.

    Raises ``Closed``, ``NotPossible``, ``Refused``.
    """
    authorize(actor, KEEP_TALK_PROFILE, own.participant)
    refuse_late(own.participant.edition, at)
    own, other = _locked_pair(own, public_id)
    authorize(actor, READ_TALK_PROFILE, other)
    known: TalkRequest | None = _live_between(own, other)
    if known is not None and known.asked_id == own.pk and known.state == RequestState.ASKED:
        known.is_mutual = True
        return _answered(known, RequestState.ACCEPTED, actor=actor, at=at)
    if known is not None:
        return known
    made = TalkRequest.objects.create(
        asking=own,
        asked=other,
        lower=min(own.pk, other.pk),
        higher=max(own.pk, other.pk),
        words=words.strip(),
        asked_at=at,
    )
    telling.tell("asked", made, to=[other], actor=actor, at=at)
    trail.record("events.talk_asked", made, actor=actor)
    return made


def _locked_pair(own: TalkProfile, public_id: UUID | str) -> tuple[TalkProfile, TalkProfile]:
    """Both profiles, locked in the order of their numbers, so that two who ask each other wait in line."""
    edition = own.participant.edition_id
    rows = TalkProfile.objects.filter(participant__edition=edition).select_for_update(of=("self",), no_key=True)
    other = rows.model.objects.filter(public_id=public_id, participant__edition=edition).values("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[own.pk, *other.values_list("pk", flat=True)]).order_by("pk")}
    mine = found.pop(own.pk)
    if len(found) != 1 or not mine.is_open or not all(row.is_open for row in found.values()):
        raise NotPossible(_("Both have to take part in the 1:1 meetings."))
    return mine, next(iter(found.values()))


def _live_between(one: TalkProfile, other: TalkProfile) -> TalkRequest | None:
    pair = {"lower": min(one.pk, other.pk), "higher": max(one.pk, other.pk)}
    found: TalkRequest | None = TalkRequest.objects.live().filter(**pair).select_for_update(no_key=True).first()
    return found


@transaction.atomic
def answer(public_id: UUID | str, *, is_yes: bool, actor: User, at: datetime) -> TalkRequest:
    """Say yes or no for oneself; the same again changes nothing. Raises ``Closed``, ``IllegalMove``, ``Refused``."""
    request = _locked(public_id)
    authorize(actor, KEEP_TALK_PROFILE, request.asked.participant)
    wanted = RequestState.ACCEPTED if is_yes else RequestState.DECLINED
    if request.state == wanted:
        return request
    refuse_late(request.asked.participant.edition, at)
    if request.state != RequestState.ASKED:
        raise IllegalMove(_("This is settled already. The page shows how it stands now."))
    return _answered(request, wanted, actor=actor, at=at)


def _answered(request: TalkRequest, state: RequestState, *, actor: User, at: datetime) -> TalkRequest:
    request.state, request.answered_at = state, at
    request.save(update_fields=["state", "answered_at", "is_mutual"])
    telling.tell(state.value, request, to=[request.asking], actor=actor, at=at)
    trail.record("events.talk_answered", request, actor=actor, changes={"state": ["asked", state.value]})
    return request


@transaction.atomic
def take_back(public_id: UUID | str, *, actor: User, at: datetime) -> TalkRequest:
    """Either of the two takes a request or a yes back; a published meeting is cancelled. Twice changes nothing."""
    request = _locked(public_id)
    authorize(actor, READ_TALK_REQUEST, request)
    own = next((each for each in (request.asking, request.asked) if each.participant.user_id == actor.pk), None)
    if own is None:
        raise IllegalMove(_("Only one of the two can take this back."))
    if request.state not in LIVE:
        return request
    request.state, request.answered_at = RequestState.WITHDRAWN, at
    request.save(update_fields=["state", "answered_at"])
    talk = Talk.objects.held().filter(request=request).first()
    if talk is not None:
        talk.is_cancelled, talk.changed_at = True, at
        talk.sequence += 1
        talk.save(update_fields=["is_cancelled", "changed_at", "sequence"])
    telling.tell("cancelled" if talk else "withdrawn", request, to=[request.other_than(own)], actor=actor, at=at)
    trail.record("events.talk_taken_back", request, actor=actor)
    return request


@transaction.atomic
def note_absent(public_id: UUID | str, *, is_absent: bool, actor: User, at: datetime) -> TalkProfile:
    """The office notes that somebody is not there, or has come after all. Their meetings are cancelled at once."""
    authorize(actor, RUN_EDITION)
    rows = TalkProfile.objects.select_for_update(of=("self",), no_key=True).select_related("participant__edition")
    profile: TalkProfile = rows.get(public_id=public_id)
    if (profile.absent_at is not None) == is_absent:
        return profile
    profile.absent_at = at if is_absent else None
    profile.save(update_fields=["absent_at", "updated_at"])
    if is_absent:
        cancel_talks_of(profile, actor=actor, at=at)
    name = "events.talk_absence_noted" if is_absent else "events.talk_absence_lifted"
    trail.record(name, profile, actor=actor)
    return profile


@transaction.atomic
def keep_setting(edition: Edition, values: Mapping[str, Any], *, actor: User) -> TalkSetting:
    """Set how 1:1 meetings of an edition work. The length cannot change under published meetings (``InUse``)."""
    authorize(actor, RUN_EDITION)
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    setting = TalkSetting.objects.filter(edition=edition).first() or TalkSetting(edition=edition)
    length_changes = setting.pk is not None and setting.slot_minutes != values["slot_minutes"]
    if length_changes and Talk.objects.at(edition).held().exists():
        raise InUse(_("Meetings are published already. Their length stays; cancel them first or add another block."))
    before = {name: getattr(setting, name) for name in SETTING_COLUMNS} if setting.pk else {}
    for name in SETTING_COLUMNS:
        setattr(setting, name, values[name])
    setting.save()
    changes = changes_between(before, {name: values[name] for name in SETTING_COLUMNS})
    trail.record("events.talk_setting_kept", setting, actor=actor, changes=changes)
    return setting


@transaction.atomic
def add_block(setting: TalkSetting, values: Mapping[str, Any], *, actor: User) -> TalkBlock:
    authorize(actor, RUN_EDITION)
    block = TalkBlock.objects.create(setting=setting, **values)
    trail.record("events.talk_block_added", setting, actor=actor)
    return block


@transaction.atomic
def move_by_days(edition: Edition, *, days: int, actor: User, at: datetime) -> None:  # noqa: ARG001 - moves need no date
    """Bring all times to other days. Published meetings stay until the next plan."""
    authorize(actor, RUN_EDITION)
    setting = TalkSetting.objects.select_for_update(of=("self",), no_key=True).filter(edition=edition).first()
    if setting is None:
        return
    for block in setting.blocks.select_for_update(no_key=True):
        block.starts_at = shifted(block.starts_at, days=days, zone=edition.zone)
        block.save(update_fields=["starts_at"])
    trail.record("events.talk_times_moved", setting, actor=actor, changes={"days": [None, days]})


def span_of_requests(edition: Edition) -> Span | None:
    setting = TalkSetting.objects.filter(edition=edition).first()
    return Span(setting.closes_at) if setting else None


def move_closing(edition: Edition, span: Span, *, actor: User) -> None:
    """Take requests and answers until another moment; all else of the setting stays."""
    setting = setting_of(edition)
    values = {name: getattr(setting, name) for name in SETTING_COLUMNS}
    keep_setting(edition, {**values, "closes_at": span.closes_at}, actor=actor)


@transaction.atomic
def change_block(public_id: UUID | str, *, tables: int, actor: User) -> TalkBlock:
    """Change the tables of a block; published meetings at lost tables stay until the next plan, which says so."""
    authorize(actor, RUN_EDITION)
    block: TalkBlock = TalkBlock.objects.select_for_update(no_key=True).get(public_id=public_id)
    before, block.tables = block.tables, tables
    block.save(update_fields=["tables"])
    trail.record("events.talk_block_changed", block.setting, actor=actor, changes={"tables": [before, tables]})
    return block


@transaction.atomic
def remove_block(public_id: UUID | str, *, actor: User) -> None:
    """Remove a block in which no published meeting lies (``InUse``)."""
    authorize(actor, RUN_EDITION)
    block = TalkBlock.objects.select_for_update(no_key=True).select_related("setting").get(public_id=public_id)
    keys = [slot.key for slot in block.slots(block.setting.slot_minutes)]
    if Talk.objects.held().filter(slot__in=keys).exists():
        raise InUse(_("Published meetings lie in this block. Please plan anew without it first."))
    block.delete()
    trail.record("events.talk_block_removed", block.setting, actor=actor)


@transaction.atomic
def add_interpreter(setting: TalkSetting, *, label: str, pairs: Iterable[str], actor: User) -> TalkInterpreter:
    authorize(actor, RUN_EDITION)
    made = TalkInterpreter.objects.create(setting=setting, label=label.strip(), pairs=sorted(pairs))
    trail.record("events.talk_interpreter_added", setting, actor=actor)
    return made


@transaction.atomic
def note_interpreter(public_id: UUID | str, *, is_away: bool, actor: User) -> TalkInterpreter:
    """Note that an interpreter is ill, or there again. The next plan sees to what that breaks."""
    authorize(actor, RUN_EDITION)
    found: TalkInterpreter = TalkInterpreter.objects.select_for_update(no_key=True).get(public_id=public_id)
    if found.is_away != is_away:
        found.is_away = is_away
        found.save(update_fields=["is_away"])
        changes = {"is_away": [not is_away, is_away]}
        trail.record("events.talk_interpreter_changed", found.setting, actor=actor, changes=changes)
    return found


def setting_of(edition: Edition) -> TalkSetting:
    """Raises ``NotPossible`` for an edition without 1:1 meetings."""
    found: TalkSetting | None = TalkSetting.objects.filter(edition=edition).first()
    if found is None:
        raise NotPossible(_("This meeting has no 1:1 meetings."))
    return found


def refuse_late(edition: Edition, at: datetime) -> None:
    if at >= setting_of(edition).closes_at:
        raise Closed(_("The time for requests and answers is over."))


def _locked(public_id: UUID | str) -> TalkRequest:
    rows = TalkRequest.objects.select_for_update(of=("self",), no_key=True).for_lists()
    request: TalkRequest = rows.get(public_id=public_id)
    return request
