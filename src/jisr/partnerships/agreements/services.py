"""Begins ties, and writes and signs their agreements."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.models import Authority
from jisr.municipalities.services.naming import free_slug
from jisr.partnerships.agreements.policies import BEGIN_TIE
from jisr.partnerships.agreements.states import Decider
from jisr.partnerships.agreements.steps import Decision, carry_out
from jisr.partnerships.agreements.workflow import BEGIN, target
from jisr.partnerships.models import Partnership
from jisr.partnerships.queries import CARED_FOR
from jisr.partnerships.states import Form, Status


@transaction.atomic
def begin_tie(
    german: Authority,
    palestinian: Authority,
    *,
    form: str,
    actor: Any,  # noqa: ANN401 - a person or the system
    at: datetime,
) -> Partnership:
    """The tie of two authorities that found each other: a new one in initiation, which nobody else sees yet.

    One that lives is returned as it is. One that expired or ended is taken up, and leaves the public until it is active
    again. Raises ``Refused``; ``DomainError`` for authorities that cannot be partners.
    """
    keys = sorted((german.pk, palestinian.pk))  # in one order: two clicks come one after the other
    sides = {
        side.pk: side for side in Authority.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    }
    german, palestinian = sides[german.pk], sides[palestinian.pk]
    if actor.pk is not None:
        authorize(actor, BEGIN_TIE, (german, palestinian))
    _check_pair(german, palestinian)
    tie = _lock_pair(german, palestinian)
    if tie is not None and tie.status in CARED_FOR:
        return tie
    decision = Decision(happened_on=timezone.localdate(at), decided_by=Decider.BOTH)
    if tie is None:
        tie = _new(german, palestinian, form)
    else:
        target(BEGIN, current=tie.status)
    carry_out(tie, BEGIN, decision, form=form, is_public=False, actor=actor, at=at)
    return tie


def _check_pair(german: Authority, palestinian: Authority) -> None:
    if german.country_id != "DE" or palestinian.country_id != "PS":
        raise DomainError(_("A partnership joins a German and a Palestinian authority."))
    if german.is_former or palestinian.is_former:
        raise DomainError(_("One of the two authorities no longer exists. Its successor can become a partner."))


def _lock_pair(german: Authority, palestinian: Authority) -> Partnership | None:
    rows = Partnership.objects.select_for_update(no_key=True).filter(german=german, palestinian=palestinian)
    tie: Partnership | None = rows.first()
    return tie


def _new(german: Authority, palestinian: Authority, form: str) -> Partnership:
    return Partnership(
        slug=free_slug(Partnership, german.slug, palestinian.slug),
        german=german,
        palestinian=palestinian,
        form=Form(form),
        status=Status.INITIATION,
        is_public=False,
    )
