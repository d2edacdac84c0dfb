"""The draft of the paper that goes before the council, and its summary in Arabic. What is missing is still open."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from jisr.kernel.money import euros
from jisr.partnerships.council.blocks import (
    Block,
    apart,
    facts,
    heading,
    listing,
    paragraphs,
    still_open,
    table,
    words,
)
from jisr.partnerships.council.models import CouncilCost, CouncilMatter, CouncilStep
from jisr.partnerships.council.states import Rhythm
from jisr.partnerships.council.wording import (
    cost_in_words,
    day_of,
    hours_in_words,
    outcome_of,
    term_of,
    total,
    votes_of,
    yes_or_no,
)
from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Form
from jisr.web.components import labels_of
from jisr.web.templatetags.jisr import partial_date

PAPER_LANGUAGE, SUMMARY_LANGUAGE = "de", "ar"
MOST_TIES = 30
MOST_MEETINGS, LONGEST_NAME = 6, 60  # on the one page of the summary: the last ones, with short names


def paper_of(matter: CouncilMatter, *, today: date) -> dict[str, Any]:
    """The whole paper in German, as title and blocks."""
    with translation.override(PAPER_LANGUAGE):
        steps, costs = list(matter.steps.all()), list(matter.costs.all())
        return {
            "title": _("Draft council paper: %(subject)s") % {"subject": apart(matter.subject)},
            "language": PAPER_LANGUAGE,
            "blocks": [
                *_head(matter),
                *_bodies(steps),
                *_resolution(matter),
                *_reasons(matter),
                *_money(matter, costs),
                *_consequences(matter),
                *_sources(matter),
                words(
                    _("Draft of %(day)s, made with Jisr. What nobody has written yet is marked “still open”.")
                    % {"day": partial_date(today)},
                    is_small=True,
                ),
            ],
        }


def _head(matter: CouncilMatter) -> list[Block]:
    return [
        facts(
            [
                (_("File number"), matter.file_number),
                (_("Department"), matter.department),
                (_("Date of the draft"), partial_date(matter.drafted_on)),
                (_("Council of"), apart(matter.authority.name)),
                (_("Partner"), _named(matter)),
                (_("Form that is wanted"), labels_of(Form).get(matter.wanted_form, "")),
                (_("Term"), term_of(matter)),
                (_("Financial effect"), yes_or_no(matter.has_cost)),
            ]
        )
    ]


def _named(matter: CouncilMatter) -> str:
    """The partner with its place, each name in its own direction."""
    partner = matter.partner
    return f"{apart(partner.name)} ({apart(partner.region.name)}, {apart(partner.country.name)})"


def _bodies(steps: list[CouncilStep]) -> list[Block]:
    heads = [_("Body"), _("Day"), _("Outcome"), _("Votes")]
    rows = [[apart(step.name), day_of(step), outcome_of(step), votes_of(step) or "–"] for step in steps]
    return [heading(_("Order of the bodies")), table(heads, rows) if rows else still_open()]


def _resolution(matter: CouncilMatter) -> list[Block]:
    return [heading(_("Draft resolution")), *(paragraphs(matter.resolution or _proposed(matter)))]


def _proposed(matter: CouncilMatter) -> str:
    """A resolution from the entries, each gap marked."""
    gap = f"[{_('still open')}]"
    told = {
        "own": apart(matter.authority.name),
        "partner": _named(matter),
        "form": labels_of(Form).get(matter.wanted_form, gap),
        "term": term_of(matter) or gap,
        "cost": cost_in_words(matter, list(matter.costs.all())) or gap,
    }
    decided = _(
        "The council of %(own)s decides to enter into a relation of the form “%(form)s” with %(partner)s. "
        "Term: %(term)s."
    )
    charged = _("The administration is charged with preparing the agreement. Cost: %(cost)s.")
    return f"{decided % told}\n{charged % told}"


def _reasons(matter: CouncilMatter) -> list[Block]:
    return [
        heading(_("Reasons")),
        heading(_("Why this place"), 3),
        *paragraphs(matter.why_this_place),
        heading(_("Benefit for %(name)s") % {"name": apart(matter.authority.name)}, 3),
        *paragraphs(matter.benefit_own),
        heading(_("Benefit for %(name)s") % {"name": apart(matter.partner.name)}, 3),
        *paragraphs(matter.benefit_partner),
    ]


def _money(matter: CouncilMatter, costs: list[CouncilCost]) -> list[Block]:
    found = [
        heading(_("Money and working time")),
        facts(
            [
                (_("Financial effect"), yes_or_no(matter.has_cost)),
                (_("Cost account"), matter.cost_account or ("–" if matter.has_cost is False else "")),
                (_("In the budget"), yes_or_no(matter.is_budgeted) or ("–" if matter.has_cost is False else "")),
                (_("Working time of staff"), hours_in_words(matter.staff_hours)),
            ]
        ),
    ]
    if costs:
        found.append(_cost_table(costs))
    elif matter.has_cost is not False:
        found += [heading(_("Costs"), 3), still_open()]
    return found


def _cost_table(costs: list[CouncilCost]) -> Block:
    rows = [
        [apart(cost.label), *(euros(cost.amount_cents) if cost.rhythm == each else "–" for each in Rhythm)]
        for cost in costs
    ]
    sums = [_("Sum"), *(euros(total(costs, each)) for each in Rhythm)]
    return table([_("Cost"), _("Once"), _("Per year")], [*rows, sums], numbers=[1, 2])


def _consequences(matter: CouncilMatter) -> list[Block]:
    ties = other_ties(matter)
    found = [
        heading(_("Risks and how they are met")),
        *paragraphs(matter.risks),
        heading(_("Effect on other partnerships")),
        *paragraphs(matter.other_ties),
    ]
    if ties:
        found.append(tie_table(ties, matter.authority))
    return [*found, heading(_("Invitation and first steps")), *paragraphs(matter.first_steps)]


def other_ties(matter: CouncilMatter) -> list[Partnership]:
    """The public ties that the own authority has besides this one."""
    rows = Partnership.objects.public().of(matter.authority).exclude(pk=matter.tie_id).with_partners()
    return list(rows.order_by("pk")[:MOST_TIES])


def tie_table(ties: list[Partnership], authority: Any) -> Block:  # noqa: ANN401 - an authority
    """Ties of an authority with what is known of them, and as of when."""
    rows = []
    for tie in ties:
        partner = tie.palestinian if tie.german_id == authority.pk else tie.german
        since, status_date = partial_date(tie.since), partial_date(tie.status_date)
        status = f"{tie.get_status_display()} ({_('as of %(day)s') % {'day': status_date or _('day not known')}})"
        rows.append([apart(partner.name), tie.get_form_display(), since or "–", status])
    return table([_("Partner"), _("Form"), _("Since"), _("Status")], rows)


def _sources(matter: CouncilMatter) -> list[Block]:
    items = [f"{apart(source.title)}: {apart(source.url)}" for source in matter.sources.all()]
    if matter.tie.status_source_url:
        items.append(apart(matter.tie.status_source_url))
    return [heading(_("Sources")), listing(items) if items else still_open()]


def summary_of(matter: CouncilMatter, *, today: date) -> dict[str, Any]:
    """The paper on one page in Arabic."""
    with translation.override(SUMMARY_LANGUAGE):
        steps, costs = list(matter.steps.all())[-MOST_MEETINGS:], list(matter.costs.all())
        names = {"own": apart(matter.authority.name), "partner": apart(matter.partner.name)}
        heads = [_("Body"), _("Day"), _("Outcome")]
        rows = [[apart(_short(step.name)), day_of(step), step.get_outcome_display()] for step in steps]
        return {
            "title": _("Summary of the council paper: %(own)s and %(partner)s") % names,
            "language": SUMMARY_LANGUAGE,
            "is_tight": True,
            "blocks": [
                facts(
                    [
                        (_("Council of"), names["own"]),
                        (_("Subject"), apart(matter.subject)),
                        (_("Form that is wanted"), labels_of(Form).get(matter.wanted_form, "")),
                        (_("Term"), term_of(matter)),
                        (_("Costs"), cost_in_words(matter, costs)),
                        (_("Working time of staff"), hours_in_words(matter.staff_hours)),
                    ]
                ),
                heading(_("What it is about")),
                *paragraphs(" ".join(matter.summary_ar.split())),
                heading(_("Order of the bodies")),
                table(heads, rows) if rows else still_open(),
                words(
                    _("As of %(day)s. The German paper is what counts.") % {"day": partial_date(today)}, is_small=True
                ),
            ],
        }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _counts() -> str:
    return _("As of %(day)s. The German paper is what counts.")
