"""Tells people of their certificates and of feedback that is asked for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.attendance.models import Certificate, FeedbackForm
from jisr.events.registration.audience import correspondent
from jisr.events.registration.models import Participant
from jisr.kernel.tables import LANGUAGES
from jisr.notifications import kinds
from jisr.notifications.rendering import Correspondent
from jisr.notifications.services import notify, notify_address

CERTIFICATE: Final = "events.certificate_told"
FEEDBACK: Final = "events.feedback_asked"
SUBJECTS = {
    "issued": _("Your certificate of attendance"),
    "revoked": _("A certificate of attendance was revoked"),
    "asked": _("How was the meeting? We ask for your feedback"),
    "reminded": _("Your feedback on the meeting is still missing"),
}


def declare_kinds() -> None:
    kinds.declare(CERTIFICATE, _("certificates of meetings"))
    kinds.declare(FEEDBACK, _("feedback on meetings"))


def tell_certificate(step: str, certificate: Certificate, *, at: datetime) -> None:
    """Write to the holder; to the address of the registration where there is no account."""
    context = {
        "step": step,
        "number": certificate.number,
        "meeting": lazy(lambda: certificate.title, str)(),
        "reason": certificate.end_reason,
    }
    template, subject = "events/mail/certificate", SUBJECTS[step]
    if certificate.user is not None:
        url = reverse("attendance:mine", args=[certificate.edition.slug])
        notify(
            CERTIFICATE,
            to=[certificate.user],
            subject_line=subject,
            template=template,
            context=context,
            url=url,
            at=at,
        )
    elif certificate.participant.email:
        person = certificate.participant
        spoken = next((code for code in person.languages if code in LANGUAGES), "en")
        reader = Correspondent(person.email, spoken, person.full_name)
        url = certificate.get_absolute_url()
        notify_address(CERTIFICATE, to=reader, subject_line=subject, template=template, context=context, url=url, at=at)


def ask_for_feedback(
    step: str, form: FeedbackForm, people: list[User], links: Iterable[tuple[Participant, str]], *, at: datetime
) -> int:
    """Ask for feedback, or remind of it; how many were told. ``links``: who has no account, with the token of each."""
    edition = form.edition
    context = {
        "step": step,
        "meeting": lazy(lambda: edition.title, str)(),
        "until": form.closes_at,
        "is_anonymous": form.is_anonymous,
    }
    words: dict[str, Any] = {
        "subject_line": SUBJECTS[step],
        "template": "events/mail/feedback",
        "context": context,
        "at": at,
    }
    url = reverse("attendance:my_feedback", args=[edition.slug])
    told = len(notify(FEEDBACK, to=people, url=url, **words))
    for person, token in links:
        url = reverse("feedback_link:answer", args=[token])
        notify_address(FEEDBACK, to=correspondent(person), url=url, **words)
        told += 1
    return told
