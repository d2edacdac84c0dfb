"""Certificates: issued to those who attended enough, revoked, replaced, set as PDF by the worker, proved by a code."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.documents import pdf
from jisr.documents.models import Document
from jisr.documents.services import discard, store
from jisr.events.attendance import papers, telling
from jisr.events.attendance.figures import Attended, attended, is_enough, rule_of
from jisr.events.attendance.models import Certificate, CertificateRule, CertificateYear
from jisr.events.attendance.policies import ISSUE_CERTIFICATE, KEEP_ATTENDANCE
from jisr.events.attendance.states import CertificateState, Unit
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.locking import locked_row
from jisr.kernel.policy import authorize
from jisr.kernel.tables import LANGUAGES
from jisr.kernel.text.folding import fold
from jisr.kernel.workflow import IllegalMove

TEMPLATE: Final = "events/certificate"


class ReasonMissing(DomainError):
    """A certificate is not ended without a word."""


@transaction.atomic
def set_rule(edition: Edition, *, unit: str, at_least: int, actor: User) -> CertificateRule:
    """Say what is enough for a certificate of an edition; what was issued before stays."""
    authorize(actor, KEEP_ATTENDANCE, edition)
    if at_least < 1:
        raise ValueError("a certificate asks for some attendance")
    rule: CertificateRule
    old = CertificateRule.objects.filter(edition=edition).first()
    rule, _is_new = CertificateRule.objects.update_or_create(
        edition=edition, defaults={"unit": Unit(unit), "at_least": at_least}
    )
    before = f"{old.at_least} {old.unit}" if old else None
    after = f"{rule.at_least} {rule.unit}"
    if before != after:
        trail.record("events.certificate_rule_set", edition, actor=actor, changes={"rule": [before, after]})
    return rule


def entitled(edition: Edition) -> list[tuple[Participant, Attended]]:
    """Those who attended enough and hold no valid certificate yet, by name."""
    rule, found = rule_of(edition), attended(edition)
    holders = Certificate.objects.valid().filter(edition=edition).values("participant")
    people = Participant.objects.coming().filter(edition=edition).exclude(pk__in=holders).exclude(full_name="")
    ordered = people.for_lists().select_related("user").order_by("full_name", "pk")
    return [(person, found[person.pk]) for person in ordered if is_enough(found.get(person.pk), rule)]


@transaction.atomic
def issue_all(
    edition: Edition, *, actor: User, at: datetime, chosen: Iterable[object] | None = None
) -> list[Certificate]:
    """Issue what is due, to all or to the public ids that were ``chosen``. A second click finds nothing left to do.

    The worker sets the PDF files and writes the mails afterwards.
    """
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    edition.refresh_from_db()
    authorize(actor, ISSUE_CERTIFICATE, edition)
    wanted = None if chosen is None else {str(one) for one in chosen}
    due = [pair for pair in entitled(edition) if wanted is None or str(pair[0].public_id) in wanted]
    made = [_issued(edition, person, facts_of(edition, mine), actor=actor, at=at) for person, mine in due]
    for certificate in made:
        trail.record("events.certificate_issued", certificate, actor=actor, changes=_told(certificate))
    _set_later(made)
    return made


def _issued(edition: Edition, person: Participant, facts: dict[str, Any], *, actor: User, at: datetime) -> Certificate:
    certificate: Certificate = Certificate.objects.create(
        number=_next_number(edition.end_on.year),
        edition=edition,
        participant=person,
        user=person.user,
        had_account=person.user_id is not None,
        holder_name=person.full_name,
        facts=facts,
        issued_at=at,
        issued_by=actor,
    )
    return certificate


def _next_number(year: int) -> str:
    """Numbers of a year without gaps; those who issue at once take turns."""
    row = locked_row(CertificateYear, year=year)
    CertificateYear.objects.filter(pk=row.pk).update(last=F("last") + 1)
    return f"JISR-{year}-{row.last + 1:04}"


def facts_of(edition: Edition, mine: Attended) -> dict[str, Any]:
    """What a certificate says of the meeting, frozen in three languages. Nothing here names a person."""
    facts: dict[str, Any] = {"title": {}, "place": {}, "start": edition.start_on.isoformat()}
    for language in LANGUAGES:
        with translation.override(language):
            facts["title"][language], facts["place"][language] = edition.title, edition.place
    days, hours = len(mine.days), mine.hours
    return facts | {
        "end": edition.end_on.isoformat(),
        "start_precision": edition.start_precision,
        "end_precision": edition.end_precision,
        "days": days,
        "sessions": len(mine.sessions),
        "hours": hours,
    }


@transaction.atomic
def revoke(certificate_pk: int, *, reason: str, actor: User, at: datetime) -> Certificate:
    """End a certificate that should not have been issued. Its page says so; its files go. Twice changes nothing."""
    certificate = _locked(certificate_pk)
    authorize(actor, KEEP_ATTENDANCE, certificate.edition)
    if certificate.state == CertificateState.REVOKED:
        return certificate
    _end(certificate, CertificateState.REVOKED, reason, at)
    telling.tell_certificate("revoked", certificate, at=at)
    trail.record("events.certificate_revoked", certificate, actor=actor, changes=_told(certificate))
    return certificate


@transaction.atomic
def replace(certificate_pk: int, *, reason: str, actor: User, at: datetime) -> Certificate:
    """Issue it anew with the name and the attendance as they are now; the old one leads to nothing but "replaced"."""
    old = _locked(certificate_pk)
    authorize(actor, KEEP_ATTENDANCE, old.edition)
    mine = attended(old.edition, [old.participant_id]).get(old.participant_id, Attended())
    _end(old, CertificateState.REPLACED, reason, at)
    new = _issued(old.edition, old.participant, facts_of(old.edition, mine), actor=actor, at=at)
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    trail.record("events.certificate_replaced", old, actor=actor, changes={"number": [old.number, new.number]})
    _set_later([new])
    return new


def _locked(pk: int) -> Certificate:
    rows = Certificate.objects.select_for_update(of=("self",), no_key=True).select_related("edition", "participant")
    found: Certificate = rows.get(pk=pk)
    return found


def _end(certificate: Certificate, state: CertificateState, reason: str, at: datetime) -> None:
    if certificate.state != CertificateState.ISSUED:
        raise IllegalMove(_("This certificate is not valid any more."))
    if not reason.strip():
        raise ReasonMissing(_("Please give a reason."))
    certificate.state, certificate.ended_at, certificate.end_reason = state, at, reason.strip()
    certificate.save(update_fields=["state", "ended_at", "end_reason"])
    discard_files(certificate)


def discard_files(certificate: Certificate) -> None:
    for document in Document.objects.of(certificate):
        discard(document.pk, actor=SYSTEM)


def _told(certificate: Certificate) -> dict[str, list[Any]]:
    return {"number": [None, certificate.number], "state": [None, str(certificate.state)]}


def _set_later(made: Iterable[Certificate]) -> None:
    for certificate in made:
        set_in_worker.enqueue(certificate.pk)


@task()
def set_in_worker(pk: int) -> None:
    """The worker's door to ``set_files``."""
    set_files(pk, at=timezone.now())


def set_files(pk: int, *, at: datetime) -> list[Document]:
    """The certificate as PDF in three languages, kept for the person, who is told. Doing it again changes nothing."""
    certificate = Certificate.objects.select_related("edition", "participant", "user").get(pk=pk)
    if certificate.state != CertificateState.ISSUED or not certificate.holder_name:
        return []
    there = set(Document.objects.of(certificate).values_list("language", flat=True))
    missing = [language for language in LANGUAGES if language not in there]
    files = [_stored(certificate, language) for language in missing]
    if files:
        with transaction.atomic():
            telling.tell_certificate("issued", certificate, at=at)
    return files


def _stored(certificate: Certificate, language: str) -> Document:
    content = pdf.render(TEMPLATE, papers.certificate_sheet(certificate, language), language=language)
    with translation.override(language):
        title = gettext("Certificate of attendance %(number)s") % {"number": certificate.number}
    return store(
        ContentFile(content, name=f"{certificate.number}-{language}.pdf"),
        owner_subject=certificate,
        actor=SYSTEM,
        title=title,
        language=language,
        kind=papers.CERTIFICATE,
    )


def is_holder(certificate: Certificate, typed: str) -> bool:
    """Whether a visitor typed the name that stands on the paper, in whatever spelling; never for an erased person."""
    wanted = fold(certificate.holder_name)
    return bool(wanted) and sorted(fold(typed).split()) == sorted(wanted.split())
