"""The ties as a map and as figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.partnerships import figures
from jisr.partnerships.map import draw
from jisr.partnerships.models import Partnership


@require_safe
def partnership_map(request: HttpRequest) -> HttpResponse:
    ties = Partnership.objects.public().on_map()
    context = {"map": draw(ties), "ties": ties, "today": timezone.localdate()}
    return render(request, "partnerships/map.html", context)


@require_safe
def partnership_figures(request: HttpRequest) -> HttpResponse:
    context = {"charts": figures.charts(), "total": Partnership.objects.public().count()}
    return render(request, "partnerships/figures.html", context)
