"""The pages of the trail: the whole of it, the history of one object, and its proofs."""

from datetime import date
from functools import cache
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import DateField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.audit import access
from jisr.audit.models import ActorKind, Entry, ProofRun
from jisr.audit.policies import PROVE, READ_HISTORY, SubjectKey
from jisr.audit.services import ask_for_proof
from jisr.audit.telling import kind_name, tell
from jisr.kernel.policy import may
from jisr.web.listing import PAGE_SIZE, Filter, Listing, read_listing
from jisr.web.panels import panels_for

SHOWN_PROOFS = 20
LOOK_AGAIN_SECONDS = 3


def _day(value: str) -> date | None:
    """A day as the reader's language writes it, or as 2026-11-22."""
    try:
        return DateField().to_python(value)
    except ValidationError:
        return None


def _by_person(steps: QuerySet[Entry], value: str) -> QuerySet[Entry]:
    people = User.objects.filter(Q(display_name__icontains=value) | Q(email__iexact=value))
    return steps.filter(actor_id__in=people.values("pk"))


def _is_day(value: str) -> bool:
    return _day(value) is not None


def filters() -> tuple[Filter, ...]:
    """What the trail holds is asked once for both lists of choices."""
    found = cache(lambda: set(Entry.objects.order_by().values_list("action", "subject_type").distinct()))

    def actions() -> list[tuple[str, str]]:
        return [(action, str(access.action_name(action))) for action in sorted({action for action, _kind in found()})]

    def kinds() -> list[tuple[str, str]]:
        return [(kind, str(kind_name(kind))) for kind in sorted({kind for _action, kind in found()})]

    return (
        Filter("action", gettext_lazy("What"), lambda steps, value: steps.filter(action=value), actions),
        Filter("person", gettext_lazy("Name or e-mail address"), _by_person),
        Filter(
            "actor", gettext_lazy("Who"), lambda steps, value: steps.filter(actor_kind=value), lambda: ActorKind.choices
        ),
        Filter("kind", gettext_lazy("About"), lambda steps, value: steps.filter(subject_type=value), kinds),
        Filter("from", gettext_lazy("From day"), lambda steps, value: steps.from_day(_day(value)), accepts=_is_day),
        Filter("to", gettext_lazy("To day"), lambda steps, value: steps.to_day(_day(value)), accepts=_is_day),
    )


SORTS = {"newest": (gettext_lazy("When"), ["-number"])}


def trail_listing(parameters: QueryDict, *, actor: Any) -> Listing:  # noqa: ANN401 - a person
    """The list as its address asks for it."""
    return read_listing(parameters, Entry.objects.visible_to(actor), filters=filters(), sorts=SORTS)


@require_safe
@staff_required(Role.AUDIT)
def trail(request: HttpRequest) -> HttpResponse:
    listing = trail_listing(request.GET, actor=request.user)
    context = {
        "listing": listing,
        "steps": tell(listing.page.object_list),
        "panels": panels_for("trail", request, listing),
        "head_panels": panels_for("trail head", request, listing),
        "may_prove": may(request.user, PROVE),
        "proof": ProofRun.objects.exclude(finished_at=None).first(),
    }
    return render(request, "audit/trail.html", context)


@require_safe
@never_cache
@login_required
def history(request: HttpRequest, subject_type: str, subject_key: str) -> HttpResponse:
    """All that happened to one object, for those who may read it. Hidden and absent are the same."""
    key = SubjectKey(subject_type, subject_key)
    steps = Entry.objects.about_key(key)
    if not may(request.user, READ_HISTORY, key) or not steps.exists():
        raise Http404
    page = Paginator(steps, PAGE_SIZE).get_page(request.GET.get("page"))
    known = access.subject(subject_type)
    context = {
        "page": page,
        "query": QueryDict(),
        "steps": tell(page.object_list),
        "kind": kind_name(subject_type),
        "label": known.label(subject_key) if known else subject_key,
        "url": known.url(subject_key) if known else "",
    }
    return render(request, "audit/history.html", context)


@require_POST
@staff_required(Role.ADMINISTRATOR)
def prove(request: HttpRequest) -> HttpResponse:
    ask_for_proof(actor=request.user, at=timezone.now())
    messages.info(request, _("The trail is being read. The result appears here."))
    return redirect("audit:proofs")


@require_safe
@staff_required(Role.AUDIT)
def proofs(request: HttpRequest) -> HttpResponse:
    """What came of proofs. While one is awaited the page looks again by itself, without a script."""
    runs = list(ProofRun.objects.all()[:SHOWN_PROOFS])
    response = render(request, "audit/proofs.html", {"proofs": runs})
    if runs and runs[0].state == "waiting":
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response
