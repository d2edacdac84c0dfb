"""What the events team does about attendance: overview, odd check-ins, helpers, badges."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.documents import pdf
from jisr.events.agenda.models import Session
from jisr.events.attendance import papers
from jisr.events.attendance.figures import attended, is_enough, numbers_of, rule_of, session_figures, with_standing
from jisr.events.attendance.forms import HelperForm
from jisr.events.attendance.models import CheckIn, CheckInPerson
from jisr.events.attendance.seminars import missing_at
from jisr.events.attendance.services import (
    badge_codes,
    name_helper,
    open_session_code,
    remove_helper,
    renew_badge,
    settle,
)
from jisr.events.attendance.states import Direction, Problem
from jisr.events.attendance.views.finding import OK, UNPROCESSABLE, edition_or_404
from jisr.events.registration.models import Participant
from jisr.kernel.errors import DomainError
from jisr.web.listing import Filter, read_listing

SORTS = {
    "when": (gettext_lazy("Last received first"), ["-received_at"]),
    "oldest": (gettext_lazy("Oldest first"), ["received_at"]),
}
BY_NAME = {
    "name": (gettext_lazy("Name"), ["full_name"]),
    "authority": (pgettext_lazy("who sends somebody", "Sent by"), ["authority__name", "full_name"]),
}


def _inside_or_not(rows: "QuerySet[Participant]", value: str) -> "QuerySet[Participant]":
    if value == "in":
        return rows.filter(standing=Direction.IN)
    return rows.filter(Q(standing=Direction.OUT) | Q(standing__isnull=True))


OF_PEOPLE = (
    Filter("q", gettext_lazy("Name"), lambda rows, value: rows.named_like(value)),
    Filter("state", gettext_lazy("State"), _inside_or_not, lambda: [("in", _("in now")), ("out", _("not in now"))]),
)
TEAM = staff_required(Role.EVENTS)


@TEAM
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was there, and how full the sessions are."""
    edition = edition_or_404(slug)
    listing = read_listing(request.GET, with_standing(edition), filters=OF_PEOPLE, sorts=BY_NAME)
    shown = list(listing.page.object_list)
    rule, found = rule_of(edition), attended(edition, [person.pk for person in shown])
    missing = missing_at(edition)
    people = [
        {
            "person": person,
            "is_inside": person.standing == Direction.IN,
            "attended": found.get(person.pk),
            "is_enough": is_enough(found.get(person.pk), rule),
            "missing": missing.get(person.pk, []),
        }
        for person in shown
    ]
    context = {
        "edition": edition,
        "tab": "overview",
        "listing": listing,
        "people": people,
        **numbers_of(edition),
        "sessions": session_figures(edition),
        "rule": rule,
        "now": timezone.now(),
        "query": QueryDict(f"meeting={edition.slug}"),
    }
    return render(request, "events/attendance/overview.html", context)


@TEAM
@require_POST
def session_code(request: HttpRequest, slug: str, session_id: UUID) -> HttpResponse:
    session = get_object_or_404(Session.objects.select_related("edition"), edition__slug=slug, public_id=session_id)
    try:
        code = open_session_code(session, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The code of this session is now: %(code)s") % {"code": code})
    return redirect(reverse("attendance:overview", args=[slug]) + "#sessions")


FILTERS = (
    Filter(
        "state",
        gettext_lazy("State"),
        lambda rows, value: rows.filter(settled_at__isnull=value == "open"),
        lambda: [("open", _("to settle")), ("settled", _("settled"))],
    ),
    Filter(
        "problem",
        gettext_lazy("What is odd"),
        lambda rows, value: rows.filter(problem=value),
        lambda: [choice for choice in Problem.choices if choice[0]],
    ),
)


@TEAM
@require_safe
def problems(request: HttpRequest, slug: str) -> HttpResponse:
    """Check-ins that contradict each other, name nobody or cannot be right."""
    edition = edition_or_404(slug)
    asked = request.GET.copy()
    asked.setdefault("state", "open")
    rows = CheckIn.objects.filter(edition=edition).exclude(problem=Problem.NONE)
    rows = rows.select_related("participant", "session", "given_by", "against__given_by")
    listing = read_listing(asked, rows, filters=FILTERS, sorts=SORTS)
    context = {"edition": edition, "tab": "problems", "listing": listing}
    return render(request, "events/attendance/problems.html", context)


@TEAM
@require_POST
def problem_settle(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    row = get_object_or_404(CheckIn, edition__slug=slug, key=key)
    counts = request.POST.get("counts") == "yes"
    try:
        settle(row.key, counts=counts, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        told = _("Settled: this check-in counts.") if counts else _("Settled: this check-in does not count.")
        messages.success(request, told)
    return redirect("attendance:problems", slug)


@TEAM
@require_http_methods(["GET", "HEAD", "POST"])
def helpers(request: HttpRequest, slug: str) -> HttpResponse:
    """Who checks people in at this meeting, besides the events team."""
    edition = edition_or_404(slug)
    form = HelperForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            named = name_helper(edition, form.cleaned_data["email"], actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error("email", str(refusal.message))
        else:
            text = _("%(name)s can check people in now.") % {"name": named.user.display_name or named.user.email}
            messages.success(request, text)
            return redirect("attendance:helpers", slug)
    rows = CheckInPerson.objects.filter(edition=edition).select_related("user")
    context = {"edition": edition, "tab": "helpers", "form": form, "helpers": rows}
    return render(request, "events/attendance/helpers.html", context, status=UNPROCESSABLE if form.errors else OK)


@TEAM
@require_POST
def helper_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    helper = CheckInPerson.objects.filter(edition__slug=slug, pk=pk).select_related("edition").first()
    if helper is not None:  # a second click finds nobody, which is what was wanted
        remove_helper(helper, actor=request.user)
    messages.success(request, _("This person checks nobody in any more."))
    return redirect("attendance:helpers", slug)


@TEAM
@require_safe
def badges(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose whose badges to print."""
    edition = edition_or_404(slug)
    people = Participant.objects.coming().filter(edition=edition).exclude(full_name="").for_lists()
    context = {"edition": edition, "tab": "badges", "people": people.order_by("full_name", "pk")}
    return render(request, "events/attendance/badges.html", context)


@TEAM
@require_POST
def badges_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The badges of all, or of those who were ticked. Sent by POST: names of people stand in no address."""
    edition = edition_or_404(slug)
    rows = Participant.objects.coming().filter(edition=edition).exclude(full_name="").for_lists()
    if request.POST.get("all") != "yes":
        rows = rows.filter(public_id__in=_uuids(request.POST.getlist("who")))
    people = list(rows.order_by("full_name", "pk"))
    if not people:
        messages.error(request, _("Please choose at least one person."))
        return redirect("attendance:badges", slug)
    codes = badge_codes(edition, actor=request.user, at=timezone.now())
    language, layout = get_language() or "en", request.POST.get("layout", "")
    sheet = papers.badge_sheet(edition, people, codes, language=language, layout=layout)
    content = pdf.render_apart("events/badges", sheet, language=language)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="badges-{edition.slug}.pdf"'
    return response


def _uuids(typed: list[str]) -> list[UUID]:
    found = []
    for text in typed:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@TEAM
@require_POST
def badge_renew(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    rows = Participant.objects.coming().select_related("edition")
    person = get_object_or_404(rows, edition__slug=slug, public_id=public_id)
    renew_badge(person, actor=request.user, at=timezone.now())
    text = _("%(name)s has a new code. The old badge is not taken any more; please print a new one.")
    messages.success(request, text % {"name": person.full_name})
    return redirect("attendance:badges", slug)
