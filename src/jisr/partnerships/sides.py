"""The two sides of a tie, corrected by the office: with source and date, a new address, and the old one leading on."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.models import Authority
from jisr.municipalities.services.facts import ChangedMeanwhile, Origin, Values, clashes_between, keep_sources
from jisr.municipalities.services.naming import free_slug
from jisr.partnerships.desk import lead_on
from jisr.partnerships.models import Partnership
from jisr.partnerships.search import PARTNERSHIP
from jisr.search import services as search

SIDES = ("german", "palestinian")
TWICE = _("These two have a partnership already. Nothing was saved.")


def read_sides(tie: Partnership) -> dict[str, str]:
    return {name: getattr(tie, name).slug for name in SIDES}


@transaction.atomic
def correct_sides(
    pk: int,
    sides: dict[str, Authority],
    *,
    opened: Values,
    origin: Origin,
    actor: Any,  # noqa: ANN401 - a person
    at: datetime,
) -> Partnership:
    """Give a tie another German or Palestinian side. The same twice changes nothing the second time.

    Raises ``Refused``, ``ChangedMeanwhile``, ``DomainError`` if these two have a tie already.
    """
    # No join: a row whose side changes while we wait would no longer fit the old one, and be missing.
    tie: Partnership = Partnership.objects.select_for_update(no_key=True).get(pk=pk)
    authorize(actor, EDIT_FACTS, tie)
    now = read_sides(tie)
    mine = {name: sides[name].slug for name in SIDES if name in sides}
    clashes = clashes_between(opened, mine, now)
    if clashes:
        raise ChangedMeanwhile(clashes, now)
    changed = [name for name, slug in mine.items() if slug not in (now[name], opened.get(name))]
    if not changed:
        return tie
    for name in changed:
        setattr(tie, name, sides[name])
    _check(tie)
    former, tie.slug = tie.slug, free_slug(Partnership, tie.german.slug, tie.palestinian.slug)
    try:
        with transaction.atomic():
            tie.save()
    except IntegrityError as error:  # the other one came between the question and the writing
        raise DomainError(TWICE) from error
    lead_on(former, tie.slug)
    keep_sources(tie, dict.fromkeys(changed, origin), actor=actor, at=at)
    search.remove(PARTNERSHIP, former)
    search.update(PARTNERSHIP, tie.slug)
    told = {name: [now[name], mine[name]] for name in changed} | {"slug": [former, tie.slug]}
    trail.record("partnerships.tie_sides_corrected", tie, actor=actor, changes=told)
    return tie


def _check(tie: Partnership) -> None:
    if tie.german.country_id != "DE" or tie.palestinian.country_id != "PS":
        raise DomainError(_("A partnership joins a German and a Palestinian authority."))
    if Partnership.objects.filter(german=tie.german, palestinian=tie.palestinian).exclude(pk=tie.pk).exists():
        raise DomainError(TWICE)
