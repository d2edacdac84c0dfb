"""What attendance shows on the pages of an edition's desk and of one's own participation."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from jisr.documents.models import Document
from jisr.events.attendance.codes import in_groups, qr_path
from jisr.events.attendance.feedback import has_answered
from jisr.events.attendance.figures import Attended, attended, is_enough, present, problems_of, rule_of
from jisr.events.attendance.models import Certificate, FeedbackForm
from jisr.events.attendance.policies import CHECK_IN, KEEP_ATTENDANCE, READ_CERTIFICATE
from jisr.events.attendance.seminars import missing_at, rules_for_meeting, unmet
from jisr.events.attendance.services import own_code
from jisr.events.attendance.states import CertificateState
from jisr.events.editions.models import Edition
from jisr.events.editions.states import Mode
from jisr.events.registration.models import Participant
from jisr.events.registration.states import ParticipantState, Presence
from jisr.kernel.policy import may
from jisr.web import panels
from jisr.web.panels import Panel


def register() -> None:
    panels.register("edition_desk", "attendance", on_desk, place=60)
    panels.register("participation", "attendance", on_participation, place=60)


def on_desk(request: HttpRequest, edition: Edition) -> Panel | None:
    """Who is there, what is odd, certificates, feedback, and who lacks a seminar."""
    if not may(request.user, CHECK_IN, edition):
        return None
    problems, _newest = problems_of(edition)
    form = FeedbackForm.objects.filter(edition=edition).first()
    context = {
        "edition": edition,
        "is_team": may(request.user, KEEP_ATTENDANCE, edition),
        "inside": present(edition),
        "coming": Participant.objects.coming().filter(edition=edition).count(),
        "problems": problems,
        "certificates": Certificate.objects.valid().filter(edition=edition).count(),
        "feedback": form,
        "answered": form.uses.count() if form else 0,
        "without_seminar": len(missing_at(edition)),
    }
    return Panel("events/attendance/panel_desk.html", context)


def on_participation(request: HttpRequest, participant: Participant) -> Panel | None:
    """For the person alone. Who sent somebody without an account sees that one's certificate."""
    if participant.user_id is None:
        facts = _certificate_of(participant)
        certificate = facts["certificate"]
        is_open = certificate is not None and may(request.user, READ_CERTIFICATE, certificate)
        return Panel("events/attendance/panel_certificate.html", facts) if is_open else None
    if participant.user_id != request.user.pk or participant.state != ParticipantState.CONFIRMED:
        return None
    context = {"participant": participant, **facts_for(participant)}
    return Panel("events/attendance/panel_participation.html", context)


def _certificate_of(participant: Participant) -> dict[str, Any]:
    """The certificate that holds, or the one that was revoked, with its files."""
    rows = Certificate.objects.filter(participant=participant).exclude(state=CertificateState.REPLACED)
    certificate = rows.select_related("participant__authority").order_by("-issued_at", "-pk").first()
    return {
        "certificate": certificate,
        "files": list(Document.objects.of(certificate).with_newest()) if certificate else [],
    }


def facts_for(participant: Participant) -> dict[str, Any]:
    """A person's own code, where they were, certificate, feedback, and seminars that are still missing."""
    edition = participant.edition
    code = own_code(participant, at=timezone.now()).code
    size, path = qr_path(code)
    rule, mine = rule_of(edition), attended(edition, [participant.pk]).get(participant.pk, Attended())
    form = FeedbackForm.objects.filter(edition=edition).first()
    now = timezone.now()
    return {
        "edition": edition,
        "code": in_groups(code),
        "comes_to_the_door": not edition.is_stopped
        and edition.mode != Mode.ONLINE
        and participant.presence == Presence.ONSITE,
        "qr": {"size": size, "path": path},
        "attended": mine,
        "rule": rule,
        "is_enough": is_enough(mine, rule),
        **_certificate_of(participant),
        "feedback": form if form and form.opens_at <= now < form.closes_at else None,
        "has_answered": form is not None and has_answered(form, participant),
        "missing_seminars": unmet(participant.user, rules_for_meeting(edition), on=edition.start_on),
    }
