"""Public pages of themes."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jisr.municipalities.models import Theme
from jisr.web.panels import panels_for


@require_safe
def theme_list(request: HttpRequest) -> HttpResponse:
    order = list(Theme.Focus)
    themes = sorted(Theme.objects.all(), key=lambda theme: (order.index(Theme.Focus(theme.focus)), theme.name))
    groups = [(Theme.Focus(focus).label, list(rows)) for focus, rows in groupby(themes, key=lambda theme: theme.focus)]
    return render(request, "municipalities/theme_list.html", {"groups": groups})


@require_safe
def theme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(Theme, slug=slug)
    context = {
        "theme": theme,
        "words": theme.synonyms.filter(language=get_language()),
        "panels": panels_for("theme", request, theme),
    }
    return render(request, "municipalities/theme_detail.html", context)
