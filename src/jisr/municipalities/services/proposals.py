"""Members propose, staff decide, the proposer is told; population figures and contacts with their sources."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.desk.policies import DECIDE_PROPOSAL, EDIT_FACTS, PROPOSE_FACTS
from jisr.municipalities.desk.sheets import AUTHORITY_SHEET, authority_changed
from jisr.municipalities.models import Authority, ContactPoint, Population, Proposal, SavedView
from jisr.municipalities.services.facts import Origin, change_facts, note_sources, text_of
from jisr.notifications.services import notify

PROPOSAL_DECIDED = "municipalities.proposal_decided"
OWN_FACTS = ("name_de", "name_en", "name_ar", "latitude", "longitude", "website")
POPULATION = "population"
STATED = gettext_noop("stated by the authority")
MOST_VIEWS = 30


def own_facts(authority: Authority) -> dict[str, str]:
    """What members may propose to change, as text; the population is the figure the authority stated last."""
    told = {name: text_of(getattr(authority, name)) for name in OWN_FACTS}
    stated = authority.populations.filter(kind=Population.Kind.STATED).order_by("-as_of_on", "-pk").first()
    return told | {POPULATION: text_of(stated.number if stated else None)}


@transaction.atomic
def propose_facts(authority: Authority, values: Mapping[str, Any], *, origin: Origin, actor: Any) -> Proposal:  # noqa: ANN401
    """Hand in the values that differ. Raises ``Refused``, ``DomainError`` if nothing differs or it waits already."""
    authorize(actor, PROPOSE_FACTS, authority)
    Authority.objects.select_for_update().get(pk=authority.pk)
    known = own_facts(authority)
    texts = {name: text_of(value) for name, value in values.items() if name in known}
    changed = {name: text for name, text in texts.items() if text and text != known[name]}
    if not changed:
        raise DomainError(_("Nothing differs from what is known. Change at least one fact."))
    waiting = Proposal.objects.waiting().filter(authority=authority, proposed_by=actor)
    for proposal in waiting:
        if proposal.values == changed:
            return proposal
    proposal = Proposal.objects.create(
        authority=authority,
        values=changed,
        known={name: known[name] for name in changed},
        source_url=origin.source_url,
        note=origin.note,
        as_of_on=origin.as_of.first if origin.as_of else None,
        as_of_precision=origin.as_of.precision if origin.as_of else "",
        proposed_by=actor,
    )
    changes = {name: [known[name], text] for name, text in changed.items()}
    trail.record("municipalities.facts_proposed", proposal, actor=actor, changes=changes)
    return proposal


@transaction.atomic
def decide_proposal(pk: int, *, is_accepted: bool, reason: str, actor: Any, at: datetime) -> Proposal:  # noqa: ANN401
    """Accept or refuse. What is accepted becomes fact with "stated by the authority" as its source.

    Raises ``Refused``, ``DomainError`` for a decided one and for a refusal without a reason.
    """
    proposal: Proposal = Proposal.objects.select_for_update().get(pk=pk)
    authorize(actor, DECIDE_PROPOSAL, proposal)
    if proposal.state != Proposal.State.OPEN:
        raise DomainError(_("Somebody has decided on this proposal already."))
    if not is_accepted and not reason.strip():
        raise DomainError(_("A refusal needs a reason."))
    proposal.state = Proposal.State.ACCEPTED if is_accepted else Proposal.State.REFUSED
    proposal.decided_by, proposal.decided_at, proposal.reason = actor, at, reason.strip()
    proposal.save()
    if is_accepted:
        _make_fact(proposal, actor=actor, at=at)
    changes = {"state": [Proposal.State.OPEN.value, proposal.state.value], "reason": ["", proposal.reason]}
    trail.record("municipalities.proposal_decided", proposal, actor=actor, changes=changes)
    _tell(proposal, at=at)
    return proposal


def _make_fact(proposal: Proposal, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    authority = proposal.authority
    note = f"{STATED}: {proposal.note}" if proposal.note else STATED
    origin = Origin(source_url=proposal.source_url, note=note[:250], as_of=proposal.as_of)
    values = {name: _typed(name, text) for name, text in proposal.values.items() if name != POPULATION}
    if values:
        now = AUTHORITY_SHEET.read(Authority.objects.get(pk=authority.pk))
        change_facts(AUTHORITY_SHEET, authority.pk, values, opened=now, origin=origin, actor=actor, at=at)
    if POPULATION in proposal.values:
        number = int(proposal.values[POPULATION])
        set_population(authority, number, kind=Population.Kind.STATED, origin=origin, actor=actor, at=at)


def _typed(name: str, text: str) -> str | Decimal:
    if name not in ("latitude", "longitude"):
        return text
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise DomainError(_("This coordinate cannot be read.")) from error


def _tell(proposal: Proposal, *, at: datetime) -> None:
    if proposal.proposed_by is None:
        return
    notify(
        PROPOSAL_DECIDED,
        to=[proposal.proposed_by],
        subject_line=_("Your proposal was decided on"),
        template="municipalities/mail/proposal_decided",
        context={
            "authority": proposal.authority.name,
            "is_accepted": proposal.state == Proposal.State.ACCEPTED,
            "reason": proposal.reason,
        },
        url=proposal.authority.get_absolute_url(),
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
    Authority.objects.select_for_update().get(pk=authority.pk)
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


@transaction.atomic
def save_contact(row: ContactPoint, *, subject: models.Model, actor: Any) -> ContactPoint:  # noqa: ANN401
    """Keep a function with its address. The trail tells that it changed, not the address."""
    authorize(actor, EDIT_FACTS, subject)
    is_new = row.pk is None
    row.save()
    changes = {"contact": [None, None], "last_contact_on": [None, text_of(row.last_contact_on)]}
    action = "municipalities.contact_added" if is_new else "municipalities.contact_changed"
    trail.record(action, subject, actor=actor, changes=changes)
    return row


@transaction.atomic
def remove_contact(row: ContactPoint, *, subject: models.Model, actor: Any) -> None:  # noqa: ANN401
    authorize(actor, EDIT_FACTS, subject)
    role = str(row.role)
    row.delete()
    trail.record("municipalities.contact_removed", subject, actor=actor, changes={"contact": [role, None]})


@transaction.atomic
def save_view(*, list_name: str, name: str, query: str, actor: Any) -> SavedView:  # noqa: ANN401
    """Keep the filters of a list under a name of one's own; the same name again replaces it."""
    own = SavedView.objects.filter(person=actor)
    if not own.filter(list_name=list_name, name=name).exists() and own.count() >= MOST_VIEWS:
        raise DomainError(_("You have 30 saved views. Please delete one first."))
    keys = {"person": actor, "list_name": list_name, "name": name}
    view, _is_new = SavedView.objects.update_or_create(**keys, defaults={"query": query})
    return view


@transaction.atomic
def delete_view(pk: int, *, actor: Any) -> None:  # noqa: ANN401
    SavedView.objects.filter(pk=pk, person=actor).delete()
