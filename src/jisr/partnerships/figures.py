"""Counts of ties, each with the address of the list that shows them."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.municipalities.models import Region, Theme
from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Form
from jisr.web.charts import Chart, Figure, lying_bars, standing_bars


def _listed(**query: str) -> str:
    return f"{reverse('partnerships:partnerships')}?{urlencode(query)}"


def by_year() -> tuple[Chart, int]:
    """New ties in each year from the first to the last, and how many have no known year."""
    years = list(Partnership.objects.public().values_list("since_on__year", flat=True))
    known = [year for year in years if year is not None]
    if not known:
        return standing_bars([]), len(years)
    span = range(min(known), max(known) + 1)
    return standing_bars((str(year), known.count(year), "") for year in span), len(years) - len(known)


def by_form() -> Chart:
    counts = dict(Partnership.objects.public().order_by().values_list("form").annotate(Count("pk")))
    return lying_bars((form.label, counts.get(form, 0), _listed(form=form)) for form in Form)


def by_land() -> Chart:
    shown = Count("authorities__german_ties", filter=Q(authorities__german_ties__is_public=True))
    lands = Region.objects.filter(kind=Region.Kind.LAND).annotate(ties=shown)
    return lying_bars(_most_first((land.name, land.ties, _listed(land=land.slug)) for land in lands.filter(ties__gt=0)))


def by_theme() -> Chart:
    shown = Count("partnerships", filter=Q(partnerships__is_public=True))
    themes = Theme.objects.annotate(ties=shown).filter(ties__gt=0)
    return lying_bars(_most_first((theme.name, theme.ties, _listed(theme=theme.slug)) for theme in themes))


def _most_first(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda figure: (-figure[1], str(figure[0])))


def charts() -> list[dict[str, object]]:
    """The charts of the figures page in their order, with titles and notes."""
    years, undated = by_year()
    note = _("For %(count)d of the ties the year is not known.") % {"count": undated} if undated else ""
    several = _("A tie can have several themes.")
    return [
        {"key": "year", "title": _("New ties by year"), "head": _("Year"), "chart": years, "note": note},
        {"key": "form", "title": _("Ties by form"), "head": _("Form"), "chart": by_form(), "note": ""},
        {"key": "land", "title": _("Ties by Land"), "head": _("Land"), "chart": by_land(), "note": ""},
        {"key": "theme", "title": _("Ties by theme"), "head": _("Theme"), "chart": by_theme(), "note": several},
    ]
