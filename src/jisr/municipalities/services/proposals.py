"""Members propose, staff decide, the proposer is told; population figures with their sources; saved views."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.desk.policies import DECIDE_PROPOSAL, EDIT_FACTS, PROPOSE_FACTS
from jisr.municipalities.desk.sheets import AUTHORITY_SHEET, authority_changed
from jisr.municipalities.models import Authority, Population, Proposal
from jisr.municipalities.models.fact import STATED
from jisr.municipalities.services.facts import Origin, change_facts, note_sources, text_of
from jisr.municipalities.services.merging import COORDINATES
from jisr.notifications.services import notify

if TYPE_CHECKING:
    from jisr.kernel.dates import PartialDate

PROPOSAL_DECIDED = "municipalities.proposal_decided"
OWN_FACTS = (
    *("name_de", "name_en", "name_ar", "aliases", "website", "latitude", "longitude"),
    *("note_de", "note_en", "note_ar"),
)
NEVER_EMPTY = ("name_de", "name_en", "name_ar", "population")
POPULATION = "population"


def own_facts(authority: Authority) -> dict[str, str]:
    """What members may propose to change, as text; the population is the figure the authority stated last."""
    now = AUTHORITY_SHEET.read(authority)
    stated = authority.populations.filter(kind=Population.Kind.STATED).order_by("-as_of_on", "-pk").first()
    return {name: now[name] for name in OWN_FACTS} | {POPULATION: text_of(stated.number if stated else None)}


@transaction.atomic
def propose_facts(
    authority_pk: int,
    values: Mapping[str, Any],
    *,
    opened: Mapping[str, str],
    origin: Origin,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> Proposal:
    """Hand in what was typed anew since the form was ``opened``. The same again gives the proposal that waits.

    Raises ``Refused``, ``DomainError`` if nothing differs, if it comes from nowhere or tells of the future.
    """
    authority = Authority.objects.select_for_update(no_key=True).filter(pk=authority_pk).first()
    if authority is None:
        raise DomainError(_("This authority is no longer in the directory. Perhaps it was merged with another one."))
    authorize(actor, PROPOSE_FACTS, authority)
    _check_origin(origin, at=at)
    changed = _changed(values, opened, own_facts(authority))
    if not changed:
        raise DomainError(_("Nothing differs from what is known. Change at least one fact."))
    for waiting in Proposal.objects.waiting().filter(authority=authority, proposed_by=actor):
        if waiting.values == changed:
            return waiting  # type: ignore[no-any-return]
    proposal: Proposal = Proposal.objects.create(
        authority=authority,
        values=changed,
        known={name: opened.get(name, "") for name in changed},
        source_url=origin.source_url,
        note=origin.note,
        as_of_on=origin.as_of.first if origin.as_of else None,
        as_of_precision=origin.as_of.precision if origin.as_of else "",
        proposed_by=actor,
    )
    changes = {name: [proposal.known[name], text] for name, text in changed.items()}
    trail.record("municipalities.facts_proposed", proposal, actor=actor, changes=changes)
    return proposal


def _check_origin(origin: Origin, *, at: datetime) -> None:
    if not origin.source_url and not origin.note:
        raise DomainError(_("Please say where this comes from. Nothing was saved."))
    if origin.as_of is not None and origin.as_of.first > timezone.localdate(at):
        raise DomainError(_("This date lies in the future."))


def _changed(values: Mapping[str, Any], opened: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """What was typed anew and is not so already; coordinates go together."""
    texts = {name: _text(name, value) for name, value in values.items() if name in now}
    found = {
        name: text
        for name, text in texts.items()
        if text not in (opened.get(name, ""), now[name]) and (text or name not in NEVER_EMPTY)
    }
    if found.keys() & set(COORDINATES):
        found |= {name: texts[name] for name in COORDINATES if name in texts}
    return found


def _text(name: str, value: Any) -> str:  # noqa: ANN401
    return AUTHORITY_SHEET.text(name, value) if name in AUTHORITY_SHEET.fields else text_of(value)


@transaction.atomic
def decide_proposal(
    pk: int,
    *,
    is_accepted: bool,
    reason: str,
    seen: Mapping[str, str],
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> Proposal:
    """Accept or refuse. What is accepted becomes fact with "stated by the authority" as its source.

    ``seen`` are the facts that the decider looked at. Raises ``Refused``, ``DomainError`` for a proposal that was
    decided on, for a refusal without a reason, and if the facts have changed since they were looked at.
    """
    proposal = _lock(pk)
    authorize(actor, DECIDE_PROPOSAL, proposal)
    if proposal.state != Proposal.State.OPEN:
        raise DomainError(_("Somebody has decided on this proposal already."))
    if not is_accepted and not reason.strip():
        raise DomainError(_("A refusal needs a reason."))
    now = own_facts(proposal.authority)
    if is_accepted and any(now[name] != seen.get(name, "") for name in proposal.values):
        raise DomainError(_("A fact has changed while you were looking. Please compare again."))
    proposal.state = Proposal.State.ACCEPTED if is_accepted else Proposal.State.REFUSED
    proposal.decided_by, proposal.decided_at, proposal.reason = actor, at, reason.strip()
    proposal.save()
    if is_accepted:
        _make_fact(proposal, actor=actor, at=at)
    changes = {"state": [Proposal.State.OPEN.value, proposal.state.value], "reason": ["", proposal.reason]}
    trail.record("municipalities.proposal_decided", proposal, actor=actor, changes=changes)
    _tell(proposal, at=at)
    return proposal


def _lock(pk: int) -> Proposal:
    """The authority before its proposal, as everywhere, so that two who change both never wait for each other."""
    owner = Proposal.objects.filter(pk=pk).values("authority")
    list(Authority.objects.select_for_update(no_key=True).filter(pk__in=owner))
    proposal: Proposal = (
        Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("authority").get(pk=pk)
    )
    return proposal


def _make_fact(proposal: Proposal, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    authority = proposal.authority
    note = f"{STATED}: {proposal.note}" if proposal.note else STATED
    origin = Origin(source_url=proposal.source_url, note=note[:250], as_of=cast("PartialDate | None", proposal.as_of))
    values = {name: _typed(name, text) for name, text in proposal.values.items() if name != POPULATION}
    if values:
        now = AUTHORITY_SHEET.read(authority)
        change_facts(AUTHORITY_SHEET, authority.pk, values, opened=now, origin=origin, actor=actor, at=at)
    if POPULATION in proposal.values:
        number = int(proposal.values[POPULATION])
        set_population(authority, number, kind=Population.Kind.STATED, origin=origin, actor=actor, at=at)


def _typed(name: str, text: str) -> str | Decimal | None:
    if name not in COORDINATES:
        return text
    try:
        return Decimal(text) if text else None
    except InvalidOperation as error:
        raise DomainError(_("This coordinate cannot be read.")) from error


def _tell(proposal: Proposal, *, at: datetime) -> None:
    if proposal.proposed_by is None:
        return
    authority = proposal.authority
    notify(
        PROPOSAL_DECIDED,
        to=[proposal.proposed_by],
        subject_line=_("Your proposal was decided on"),
        template="municipalities/mail/proposal_decided",
        context={
            "authority": lazy(lambda: str(authority.name), str)(),  # in the reader's language
            "is_accepted": proposal.state == Proposal.State.ACCEPTED,
            "reason": proposal.reason,
        },
        url=proposal.get_absolute_url(),
        at=at,
    )


@transaction.atomic
def set_population(
    authority: Authority,
    number: int,
    *,
    kind: str,
    origin: Origin,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> Population:
    """Add a figure, or correct the one of the same kind and day."""
    authorize(actor, EDIT_FACTS, authority)
    day = origin.as_of.first if origin.as_of else None
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    before = Population.objects.filter(authority=authority, kind=kind, as_of_on=day).first()
    figure, _is_new = Population.objects.update_or_create(
        authority=authority,
        kind=kind,
        as_of_on=day,
        defaults={
            "number": number,
            "as_of_precision": origin.as_of.precision if origin.as_of else "",
            "source_url": origin.source_url,
        },
    )
    note_sources(authority, [POPULATION], origin=origin, actor=actor, at=at)
    authority_changed(authority)
    changes = {POPULATION: [text_of(before.number if before else None), str(number)], "kind": ["", str(kind)]}
    trail.record("municipalities.population_set", authority, actor=actor, changes=changes)
    return figure
