"""Terms, costs, votes and meetings in words."""

from collections.abc import Iterable, Sequence

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.kernel.money import euros
from jisr.partnerships.council.models import CouncilCost, CouncilMatter, CouncilStep
from jisr.partnerships.council.states import Rhythm
from jisr.web.templatetags.jisr import partial_date


def term_of(matter: CouncilMatter) -> str:
    """How long it is to last; empty while that is open."""
    if matter.term_months is not None:
        return ngettext("%(months)s month", "%(months)s months", matter.term_months) % {"months": matter.term_months}
    if matter.term_until is not None:
        return _("until %(day)s") % {"day": partial_date(matter.term_until)}
    return _("without an end") if matter.is_unlimited else ""


def yes_or_no(value: bool | None) -> str:  # noqa: FBT001 - three answers in one column
    """Empty while it is open."""
    return "" if value is None else _("yes") if value else _("no")


def total(costs: Iterable[CouncilCost], rhythm: Rhythm) -> int:
    """The sum of the costs of one rhythm in cents."""
    return sum(cost.amount_cents for cost in costs if cost.rhythm == rhythm)


def cost_in_words(matter: CouncilMatter, costs: Sequence[CouncilCost]) -> str:
    """The sums, or that it costs nothing; empty while that is open."""
    if matter.has_cost is False:
        return _("no costs")
    once, yearly = total(costs, Rhythm.ONCE), total(costs, Rhythm.YEARLY)
    if once and yearly:
        return _("%(once)s once and %(yearly)s per year") % {"once": euros(once), "yearly": euros(yearly)}
    if yearly:
        return _("%(amount)s per year") % {"amount": euros(yearly)}
    return _("%(amount)s once") % {"amount": euros(once)} if once else ""


def hours_in_words(hours: int | None) -> str:
    """Per month, with the sum of a year; empty while it is open."""
    if hours is None:
        return ""
    told = ngettext("%(hours)s hour per month", "%(hours)s hours per month", hours) % {"hours": localize(hours)}
    return _("%(per_month)s, %(per_year)s per year") % {"per_month": told, "per_year": localize(hours * 12)}


def day_of(step: CouncilStep) -> str:
    return partial_date(step.met_on or step.planned_on) or _("day not known yet")


def votes_of(step: CouncilStep) -> str:
    """For, against and abstaining; empty where nobody counted."""
    counted = [
        (_("%(number)s for it"), step.votes_yes),
        (_("%(number)s against it"), step.votes_no),
        (_("%(number)s abstained"), step.abstentions),
    ]
    return ", ".join(text % {"number": number} for text, number in counted if number is not None)


def outcome_of(step: CouncilStep) -> str:
    """The outcome, with the reason of an adjournment."""
    label = str(step.get_outcome_display())
    return f"{label}: {step.adjourned_reason}" if step.adjourned_reason else label
