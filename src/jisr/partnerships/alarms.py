"""When a tie has been silent for too long: the office's rule, each tie's own number of months, what waits."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.kernel import trail
from jisr.kernel.dates import add_months
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.partnerships.models import USUAL_ALARM_MONTHS, ContactRule, Partnership
from jisr.partnerships.states import Status
from jisr.web.waiting import Waiting

FEWEST, MOST = 1, 60


def usual_months(*, today: date) -> int:
    """How many months without contact are too many by the rule that holds today."""
    rule = ContactRule.objects.filter(valid_from_on__lte=today).order_by("-valid_from_on").first()
    return rule.months if rule else USUAL_ALARM_MONTHS


def silent_ties(*, today: date) -> Any:  # noqa: ANN401 - a query of ties
    """Those with which nobody was in touch for too long, the longest silent first."""
    rows = Partnership.objects.silent(today=today, usual_months=usual_months(today=today))
    return rows.select_related("german__region", "palestinian__region").order_by("heard_on", "pk")


def why(tie: Partnership, *, today: date, usual: int) -> str:
    """Since when and by which limit a tie counts as silent; empty if it does not. ``tie`` is from ``with_contact``."""
    if tie.status == Status.PAUSED and tie.review_on:
        if tie.review_on >= today:
            return ""
        told = gettext("The partnership is paused. It was to be looked at again on %(day)s.")
        return told % {"day": date_format(tie.review_on, "DATE_FORMAT")}
    months = tie.contact_alarm_months or usual
    heard_on: date = tie.heard_on  # type: ignore[attr-defined]
    if heard_on >= add_months(today, -months):
        return ""
    day = date_format(heard_on, "DATE_FORMAT")
    limit = ngettext("The limit is %(months)s month.", "The limit is %(months)s months.", months) % {"months": months}
    if tie.contact_on is None:  # type: ignore[attr-defined]
        told = gettext("No contact has been noted since this tie was entered on %(day)s.") % {"day": day}
    else:
        told = gettext("The last contact was on %(day)s.") % {"day": day}
    return f"{told} {limit}"


def ties_waiting(user: User) -> list[Waiting]:
    """For advisers: how many ties are silent, and why the longest silent one is."""
    if not user.has_role(Role.ADVISER):
        return []
    today = timezone.localdate()
    rows = silent_ties(today=today)
    number = rows.count()
    if not number:
        return []
    first = rows.first()
    title = ngettext("%(number)s partnership without contact", "%(number)s partnerships without contact", number) % {
        "number": number
    }
    reason = why(first, today=today, usual=usual_months(today=today))
    return [Waiting(title, reverse("ties:silent"), None, f"{first}: {reason}")]


@transaction.atomic
def set_contact_rule(*, valid_from: date, months: int, note: str, actor: Any, at: datetime) -> ContactRule:  # noqa: ANN401
    """From a day on, so many months. The same again changes nothing. Raises ``Refused``, ``DomainError``."""
    authorize(actor, EDIT_FACTS)
    if valid_from < timezone.localdate(at):
        raise DomainError(_("A rule cannot begin in the past. What held then stays known."))
    if not FEWEST <= months <= MOST:
        raise DomainError(_("Please choose from 1 to 60 months."))
    known = ContactRule.objects.select_for_update(no_key=True).filter(valid_from_on=valid_from).first()
    if known is not None and (known.months, known.note) == (months, note):
        return known
    rule, _is_new = ContactRule.objects.update_or_create(
        valid_from_on=valid_from, defaults={"months": months, "note": note, "set_by": actor, "set_at": at}
    )
    before = str(known.months) if known else ""
    changes = {"months": [before, str(months)], "valid_from_on": ["", valid_from.isoformat()], "note": ["", note]}
    trail.record("partnerships.contact_rule_set", rule, actor=actor, changes=changes)
    return rule


@transaction.atomic
def set_alarm_months(tie: Partnership, months: int | None, *, actor: Any) -> None:  # noqa: ANN401
    """Give one tie its own number of months, or the office's with ``None``. Raises ``Refused``."""
    found = Partnership.objects.select_for_update(no_key=True).get(pk=tie.pk)
    authorize(actor, EDIT_FACTS, found)
    before = found.contact_alarm_months
    if before == months:
        return
    found.contact_alarm_months = months
    found.save(update_fields=["contact_alarm_months", "updated_at"])
    changes = {"contact_alarm_months": [str(before or ""), str(months or "")]}
    trail.record("partnerships.tie_alarm_set", found, actor=actor, changes=changes)
