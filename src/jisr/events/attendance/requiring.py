"""Rules that require a seminar, as dated rows: made, and ended, never rewritten."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from jisr.accounts.models import User
from jisr.events.attendance.models import SeminarRule
from jisr.events.attendance.policies import KEEP_ATTENDANCE
from jisr.events.attendance.states import Purpose
from jisr.events.editions.models import Edition
from jisr.kernel import trail
from jisr.kernel.policy import authorize


@transaction.atomic
def require_seminar(edition: Edition, columns: Mapping[str, Any], *, actor: User) -> SeminarRule:
    """Require a seminar before ``edition``, or before missions at all. The same rule again changes nothing."""
    authorize(actor, KEEP_ATTENDANCE, edition)
    meeting = edition if columns["purpose"] == Purpose.MEETING else None
    rule: SeminarRule
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    rule, is_new = SeminarRule.objects.get_or_create(**columns, edition=meeting)
    if is_new:
        trail.record("events.seminar_required", rule, actor=actor, changes={"seminar": [None, str(rule)]})
    return rule


@transaction.atomic
def end_rule(rule: SeminarRule, *, actor: User, on: date) -> SeminarRule:
    """Let a rule hold until ``on``; one that would begin later never held and goes. Ending it twice changes nothing."""
    authorize(actor, KEEP_ATTENDANCE, rule.edition)
    kept: SeminarRule = SeminarRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    if kept.valid_until is not None and kept.valid_until <= on:
        return kept
    changes = {"valid_until": [kept.valid_until and kept.valid_until.isoformat(), on.isoformat()]}
    trail.record("events.seminar_rule_ended", kept, actor=actor, changes=changes)
    if kept.valid_from > on:
        kept.delete()
        return kept
    kept.valid_until = on
    kept.save(update_fields=["valid_until"])
    return kept
