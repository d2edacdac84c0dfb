"""The search page."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jisr.search import sources
from jisr.search.finding import Results, find
from jisr.search.query import clean
from jisr.web.context import alternates


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = clean(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    if kind not in {each.kind for each in sources.registered()}:
        kind = ""
    results = find(query, get_language(), kind=kind, page=request.GET.get("page", "1")) if query else Results()
    kept = _parameters(q=query, kind=kind)
    context = {
        "query": query,
        "kind": kind,
        "results": results,
        "kept": kept,
        "suggested": _parameters(q=results.suggestion),
        "alternates": {
            language: f"{path}?{kept.urlencode()}" if kept else path
            for language, path in alternates(reverse("search:search")).items()
        },
    }
    return render(request, "search/search.html", context)


def _parameters(**values: str) -> QueryDict:
    parameters = QueryDict(mutable=True)
    parameters.update({name: value for name, value in values.items() if value})
    return parameters
