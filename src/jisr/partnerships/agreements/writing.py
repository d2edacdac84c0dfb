"""Writes, changes, signs and gives up agreements, and gives notice."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.documents.models import Document
from jisr.kernel import trail
from jisr.kernel.dates import PartialDate, add_months
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize, may
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.services.facts import ChangedMeanwhile, Values, clashes_between, text_of
from jisr.partnerships.agreements import telling
from jisr.partnerships.agreements.moving import Missing, lock
from jisr.partnerships.agreements.policies import SIGN, WRITE_AGREEMENT
from jisr.partnerships.agreements.states import PartyRole, Renewal
from jisr.partnerships.models import Agreement, AgreementParty, Partnership
from jisr.partnerships.policies import CARRY_TIE

COLUMNS = (
    "kind", "title", "number", "form", "term_from_on", "term_until_on", "renewal", "renewal_months", "notice_months",
)  # fmt: skip
MOST_OTHERS = 2
PARTIES = (
    "german_signatory", "palestinian_signatory", "has_office", "office_signatory",
    *(f"other{place}_{what}" for place in range(1, MOST_OTHERS + 1) for what in ("body", "signatory")),
)  # fmt: skip
FACTS = (*COLUMNS, *PARTIES)


def facts_of(agreement: Agreement) -> dict[str, Any]:
    """What a form shows of an agreement and its parties, by the names of the form's fields."""
    facts: dict[str, Any] = {name: getattr(agreement, name) for name in COLUMNS}
    facts |= dict.fromkeys(PARTIES, "") | {"has_office": False}
    others = 0
    for party in agreement.parties.all() if agreement.pk else ():
        if party.role == PartyRole.OTHER:
            others += 1
            facts[f"other{others}_body"], facts[f"other{others}_signatory"] = party.body, party.signatory
        else:
            facts[f"{party.role}_signatory"] = party.signatory
            facts["has_office"] = facts["has_office"] or party.role == PartyRole.OFFICE
    return facts


def read(agreement: Agreement) -> dict[str, str]:
    return {name: text_of(value) for name, value in facts_of(agreement).items()}


class PartiesChanged(DomainError):
    """The party is another one than the page showed, or is no party any more."""


@transaction.atomic
def write_agreement(tie_pk: int, values: Mapping[str, Any], *, key: uuid.UUID, actor: User, at: datetime) -> Agreement:
    """Write an agreement for a tie. ``key`` was given with the empty form: sent twice, it is written once.

    Raises ``Refused``, ``Missing``.
    """
    tie = lock(tie_pk)
    known = Agreement.objects.filter(public_id=key, tie=tie).first()
    if known is not None:
        return known
    agreement = Agreement(tie=tie, public_id=key)
    authorize(actor, WRITE_AGREEMENT, agreement)
    _check(values)
    _put(agreement, values)
    told = {name: ["", text] for name, text in read(agreement).items() if text}
    trail.record("partnerships.agreement_written", agreement, actor=actor, changes=told)
    telling.tell_of_agreement("written", agreement, actor=actor, at=at)
    return agreement


@transaction.atomic
def change_agreement(pk: int, values: Mapping[str, Any], *, opened: Values, actor: User, at: datetime) -> list[str]:
    """Write what was typed anew; return the names. Raises ``ChangedMeanwhile``, ``Refused``, ``Missing``."""
    agreement = _locked(pk)
    authorize(actor, WRITE_AGREEMENT, agreement)
    facts, now = facts_of(agreement), read(agreement)
    mine = {name: text_of(value) for name, value in values.items() if name in now}
    clashes = clashes_between(opened, mine, now)
    if clashes:
        raise ChangedMeanwhile(clashes, now)
    changed = [name for name, text in mine.items() if text not in (now[name], opened.get(name, ""))]
    if not changed:
        return []
    facts |= {name: values[name] for name in changed}
    _check(facts)
    if agreement.extended_until_on and "term_until_on" in changed:
        agreement.extended_until_on = None
    _put(agreement, facts)
    told = {name: [now[name], mine[name]] for name in changed}
    trail.record("partnerships.agreement_changed", agreement, actor=actor, changes=told)
    telling.tell_of_agreement("changed", agreement, actor=actor, at=at)
    return changed


def _check(values: Mapping[str, Any]) -> None:
    begins, ends = values.get("term_from_on"), values.get("term_until_on")
    if begins and ends and ends < begins:
        raise Missing("term_until_on", _("The term ends before it begins."))
    if values.get("renewal") == Renewal.AUTOMATIC:
        if not ends:
            raise Missing("term_until_on", _("What is renewed by itself needs a day on which the term ends."))
        if not values.get("renewal_months"):
            raise Missing("renewal_months", _("Please say by how many months it is renewed."))


def _put(agreement: Agreement, values: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        setattr(agreement, name, values[name])
    agreement.save()
    _put_parties(agreement, values)
    agreement.refresh_from_db()


def _put_parties(agreement: Agreement, values: Mapping[str, Any]) -> None:
    """The parties in their order; one that stays keeps its signature."""
    signed = {(party.role, party.body): party.signed for party in agreement.parties.all()}
    agreement.parties.all().delete()
    for place, (role, body, signatory) in enumerate(_wanted(values)):
        party = AgreementParty(agreement=agreement, position=place, role=role, body=body, signatory=signatory)
        party.signed = signed.get((role, body))
        party.save()


def _wanted(values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    wanted = [(role, "", values[f"{role}_signatory"]) for role in (PartyRole.GERMAN, PartyRole.PALESTINIAN)]
    if values["has_office"]:
        wanted.append((PartyRole.OFFICE, "", values["office_signatory"]))
    others = (
        (PartyRole.OTHER, values[f"other{place}_body"], values[f"other{place}_signatory"])
        for place in range(1, MOST_OTHERS + 1)
    )
    return [*wanted, *(other for other in others if other[1])]


@transaction.atomic
def sign(party_pk: int, signed: PartialDate | None, *, who: str, actor: User, at: datetime) -> AgreementParty:
    """Note when a party has signed; the same again changes nothing. Only the office corrects a day or takes it back.

    ``who`` is the key of the party that the page showed. Raises ``Refused``, ``PartiesChanged``, ``DomainError``.
    """
    found = AgreementParty.objects.filter(pk=party_pk).first()
    agreement = _locked(found.agreement_id) if found else None
    party = agreement.parties.filter(pk=party_pk).first() if agreement else None
    if agreement is None or party is None or party.key != who:
        raise PartiesChanged(_("Somebody else has changed the parties meanwhile. Please look at them again."))
    party.agreement = agreement
    authorize(actor, SIGN, party)
    if party.signed == signed:
        return party
    if party.signed is not None and not may(actor, EDIT_FACTS):
        raise DomainError(_("This signature is noted already. The programme office can correct it."))
    if signed and signed.first > timezone.localdate(at):
        raise DomainError(_("This date is still to come."))
    if signed is None and agreement.steps.exists():
        raise DomainError(_("A step of the partnership rests on this agreement, so its signatures stay."))
    before, party.signed = str(party.signed or ""), signed
    party.save(update_fields=["signed_on", "signed_precision"])
    agreement = _locked(agreement.pk)
    changes = {"signed": [before, str(signed or "")], "party": ["", party.role]}
    trail.record("partnerships.agreement_signed", agreement, actor=actor, changes=changes)
    step = "complete" if agreement.is_signed() else "signed"
    if signed:
        telling.tell_of_agreement(step, agreement, party=party.name, actor=actor, at=at)
    return party


@transaction.atomic
def give_notice(pk: int, given_on: date, *, actor: User, at: datetime) -> Agreement:
    """Let an agreement that renews itself end with its term. Raises ``Refused``, ``DomainError``, ``Missing``."""
    agreement = _locked(pk)
    authorize(actor, CARRY_TIE, agreement.tie)
    if agreement.notice_given_on is not None:
        return agreement
    if not agreement.is_signed() or not agreement.renews_itself() or agreement.until_on is None:
        raise DomainError(_("This agreement does not renew itself, so no notice is needed."))
    if given_on > timezone.localdate(at):
        raise Missing("given_on", _("This date is still to come."))
    last = notice_by(agreement)
    if last and given_on > last:
        told = gettext("Notice could be given until %(day)s. The agreement is renewed once more.")
        raise Missing("given_on", told % {"day": date_format(last, "DATE_FORMAT")})
    agreement.notice_given_on = given_on
    agreement.save(update_fields=["notice_given_on", "updated_at"])
    changes = {"notice_given_on": ["", given_on.isoformat()]}
    trail.record("partnerships.agreement_notice_given", agreement, actor=actor, changes=changes)
    telling.tell_of_agreement("notice", agreement, actor=actor, at=at)
    return agreement


def notice_by(agreement: Agreement) -> date | None:
    """The last day for notice."""
    if agreement.until_on is None:
        return None
    return add_months(agreement.until_on, -(agreement.notice_months or 0))


@transaction.atomic
def discard_agreement(pk: int, *, actor: User) -> bool:
    """Give up an agreement that nobody has signed; false if it is gone already. Raises ``Refused``, ``DomainError``."""
    if not Agreement.objects.filter(pk=pk).exists():
        return False
    agreement = _locked(pk)
    authorize(actor, WRITE_AGREEMENT, agreement)
    if agreement.has_signatures() or agreement.steps.exists():
        raise DomainError(_("Somebody has signed already, so this agreement stays."))
    if Document.objects.of(agreement).exists():
        raise DomainError(_("Documents belong to this agreement, so it stays."))
    trail.record("partnerships.agreement_discarded", agreement, actor=actor, changes={"title": [agreement.title, ""]})
    agreement.delete()
    return True


def _locked(pk: int) -> Agreement:
    """An agreement with its tie; the tie is locked first, as everywhere."""
    tie_pk = Agreement.objects.values_list("tie", flat=True).get(pk=pk)
    tie: Partnership = lock(tie_pk)
    agreement: Agreement = Agreement.objects.select_for_update(no_key=True).get(pk=pk)
    agreement.tie = tie
    return agreement
