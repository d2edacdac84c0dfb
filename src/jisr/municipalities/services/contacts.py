"""Functions to write to: kept, ended, and when somebody was last in touch with them. Rooms above use it for theirs."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.models import ContactPoint
from jisr.municipalities.services.facts import text_of


@transaction.atomic
def save_contact(row: ContactPoint, *, subject: models.Model, actor: Any, at: datetime) -> ContactPoint:  # noqa: ANN401
    """Keep a function with its address; adding the same twice keeps one.

    The trail tells that it changed, not the address. Raises ``Refused``, ``DomainError`` for one that has ended and
    for a contact in the future.
    """
    authorize(actor, EDIT_FACTS, subject)
    is_new = row.pk is None
    type(subject)._default_manager.select_for_update(no_key=True).filter(pk=subject.pk).first()
    if row.last_contact_on is not None and row.last_contact_on > timezone.localdate(at):
        raise DomainError(_("This date lies in the future."))
    if is_new and (same := _same(row, subject)) is not None:
        return same
    before = "" if is_new else text_of(_lock(row).last_contact_on)
    row.save()
    changes = {"contact": ["", str(row.role)], "last_contact_on": [before, text_of(row.last_contact_on)]}
    action = "municipalities.contact_added" if is_new else "municipalities.contact_changed"
    trail.record(action, subject, actor=actor, changes=changes)
    return row


def _same(row: ContactPoint, subject: models.Model) -> ContactPoint | None:
    names = ("role", "unit", "email", "phone", "postal_address")
    rows: Any = subject.contacts  # type: ignore[attr-defined]
    found: ContactPoint | None = rows.live().filter(**{name: getattr(row, name) for name in names}).first()
    return found


def _lock(row: ContactPoint) -> ContactPoint:
    found: ContactPoint | None = type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    if found is None or found.ended_on is not None:
        raise DomainError(_("This contact has ended already."))
    return found


@transaction.atomic
def note_contact(row: ContactPoint, note: str, *, subject: models.Model, actor: Any, at: datetime) -> ContactPoint:  # noqa: ANN401
    """Somebody was in touch today. Noting the same twice is noted once. Raises ``Refused``, ``DomainError``."""
    authorize(actor, EDIT_FACTS, subject)
    found, today = _lock(row), timezone.localdate(at)
    if (found.last_contact_on, found.last_contact_note) == (today, note):
        return found
    before = found.last_contact_on
    found.last_contact_on, found.last_contact_note = today, note
    found.save(update_fields=["last_contact_on", "last_contact_note", "updated_at"])
    changes = {"contact": ["", str(found.role)], "last_contact_on": [text_of(before), text_of(today)]}
    trail.record("municipalities.contact_noted", subject, actor=actor, changes=changes)
    return found


@transaction.atomic
def end_contact(row: ContactPoint, *, subject: models.Model, actor: Any, at: datetime) -> ContactPoint:  # noqa: ANN401
    """The function is no longer there; when it was last in touch stays known, its address does not."""
    authorize(actor, EDIT_FACTS, subject)
    found = _lock(row)
    found.ended_on = timezone.localdate(at)
    found.save(update_fields=["ended_on", "updated_at"])
    trail.record("municipalities.contact_ended", subject, actor=actor, changes={"contact": [str(found.role), ""]})
    return found
