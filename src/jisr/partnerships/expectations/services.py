"""Noting what was promised, and what showed that it is kept."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import trail
from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.partnerships.expectations.models import Evidence, Expectation
from jisr.partnerships.expectations.policies import WRITE_EXPECTATION, OneSide
from jisr.partnerships.expectations.states import EVIDENCE_OF, Kind, Promise, Side
from jisr.partnerships.models import Partnership

FIELDS = ("promise", "promised", "promised_by", "note")


class ChangedMeanwhile(DomainError):
    """Somebody else changed the promise after the form was opened. ``theirs`` is how it stands now."""

    def __init__(self, theirs: Expectation) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Your entries are below; compare them."))
        self.theirs = theirs


class NotPossible(DomainError):
    """A day that cannot be, or an event that does not show this."""


@transaction.atomic
def note_promise(
    tie: Partnership, side: Side, kind: Kind, values: Mapping[str, Any], *, seen: int, actor: User
) -> Expectation:
    """Write down what one side promised on one point. The same again changes nothing.

    ``seen`` is the version that the form showed, 0 for none. Raises ``Refused``, ``ChangedMeanwhile``.
    """
    authorize(actor, WRITE_EXPECTATION, OneSide(tie, side))
    Partnership.objects.select_for_update(no_key=True).get(
        pk=tie.pk
    )  # the first two who note something come one after the other
    row = Expectation.objects.filter(tie=tie, side=side, kind=kind).first() or Expectation(
        tie=tie, side=side, kind=kind, version=0
    )
    wanted = {name: values[name] for name in FIELDS}
    if wanted["promise"] != Promise.YES:
        wanted |= {"promised": None, "promised_by": ""}
    told = {
        name: [_told(getattr(row, name)), _told(value)] for name, value in wanted.items() if getattr(row, name) != value
    }
    if not told:
        return row
    if row.version != seen:
        raise ChangedMeanwhile(row)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version, row.changed_by = row.version + 1, actor
    row.save()
    changes = {"side": ["", str(side)], "kind": ["", str(kind)], **told}
    trail.record("partnerships.promise_noted", row, actor=actor, changes=changes)
    return row


def _told(value: Any) -> str:  # noqa: ANN401 - a value of any field
    return value.isoformat() if isinstance(value, PartialDate) else str(value or "")


@transaction.atomic
def note_evidence(  # noqa: PLR0913 - what an event consists of
    tie: Partnership, side: Side, kind: Kind, values: Mapping[str, Any], *, form_key: str, actor: User, at: datetime
) -> Evidence:
    """Note a dated event that shows how an expectation was met. The same form sent again gives the same row.

    Raises ``Refused``, ``NotPossible``.
    """
    authorize(actor, WRITE_EXPECTATION, OneSide(tie, side))
    Partnership.objects.select_for_update(no_key=True).get(pk=tie.pk)
    known: Evidence | None = Evidence.objects.filter(form_key=form_key, tie=tie).first()
    if known is not None:
        return known
    happened_on: date = values["happened_on"]
    if happened_on > timezone.localdate(at):
        raise NotPossible(_("This day is still to come."))
    if values["kind"] not in EVIDENCE_OF[kind]:
        raise NotPossible(_("This does not show the expectation that you chose."))
    row: Evidence = Evidence.objects.create(
        tie=tie,
        side=side,
        expectation=kind,
        happened_on=happened_on,
        kind=values["kind"],
        note=values["note"],
        address=values["address"],
        form_key=form_key,
        noted_by=actor,
        noted_at=at,
    )
    trail.record("partnerships.evidence_noted", row, actor=actor, changes=_facts(row, is_new=True))
    return row


@transaction.atomic
def take_evidence_away(pk: int, *, actor: User) -> bool:
    """Remove an event that was noted by mistake; ``False`` if it is gone already. The trail keeps it."""
    row = Evidence.objects.select_for_update(of=("self",), no_key=True).select_related("tie").filter(pk=pk).first()
    if row is None:
        return False
    authorize(actor, WRITE_EXPECTATION, OneSide(row.tie, row.side))
    trail.record("partnerships.evidence_removed", row, actor=actor, changes=_facts(row, is_new=False))
    row.delete()
    return True


def _facts(row: Evidence, *, is_new: bool) -> dict[str, list[str]]:
    names = ("side", "expectation", "happened_on", "kind", "note", "address")
    found = {name: str(getattr(row, name)) for name in names}
    return {name: ["", text] if is_new else [text, ""] for name, text in found.items() if text}
