"""What can be taken along: the paper on the screen and as files, its summary in Arabic, the partner's fact sheet."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jisr.documents.views.doors import signed_in
from jisr.partnerships.council.fact_sheet import LANGUAGES, fact_sheet_of
from jisr.partnerships.council.files import DOCX, PDF, as_docx, as_pdf
from jisr.partnerships.council.models import CouncilMatter
from jisr.partnerships.council.paper import paper_of, summary_of
from jisr.partnerships.council.views.matters import matter_or_404


@never_cache
@signed_in
@require_safe
def paper_on_screen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The paper as it would be printed."""
    matter = matter_or_404(request, public_id)
    paper = paper_of(matter, today=timezone.localdate())
    return render(request, "partnerships/council/paper.html", {"matter": matter, "paper": paper})


@never_cache
@signed_in
@require_safe
def paper_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    matter = matter_or_404(request, public_id)
    return _file(as_pdf(_paper(matter)), PDF, _name("beschlussvorlage", matter, "pdf"))


@never_cache
@signed_in
@require_safe
def paper_docx(request: HttpRequest, public_id: UUID) -> HttpResponse:
    matter = matter_or_404(request, public_id)
    return _file(as_docx(_paper(matter)), DOCX, _name("beschlussvorlage", matter, "docx"))


@never_cache
@signed_in
@require_safe
def summary_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    matter = matter_or_404(request, public_id)
    sheet = summary_of(matter, today=timezone.localdate())
    return _file(as_pdf(sheet), PDF, _name("summary-ar", matter, "pdf"))


@never_cache
@signed_in
@require_safe
def fact_sheet_pdf(request: HttpRequest, public_id: UUID, language: str) -> HttpResponse:
    matter = matter_or_404(request, public_id)
    if language not in LANGUAGES:
        raise Http404
    sheet = fact_sheet_of(matter, language, today=timezone.localdate())
    return _file(as_pdf(sheet), PDF, _name(f"partner-{language}", matter, "pdf"))


def _paper(matter: CouncilMatter) -> dict[str, Any]:
    return paper_of(matter, today=timezone.localdate())


def _name(what: str, matter: CouncilMatter, ending: str) -> str:
    """Plain letters, so that every system keeps it: slugs are such."""
    return f"{what}-{matter.tie.slug}.{ending}"


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
