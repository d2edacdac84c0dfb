"""The events team's list of travellers, letters for all of them, and the rules of a meeting."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.editions.models import Edition
from jisr.events.editions.states import Mode
from jisr.events.registration.models import Participant
from jisr.events.registration.states import Side
from jisr.events.travel.clock import travel_times
from jisr.events.travel.costs import costs_of
from jisr.events.travel.forms import AccessForm, LetterWordsForm, RulesForm
from jisr.events.travel.letters import ask_for_missing
from jisr.events.travel.models import CostRule, TravelItem, TravelLetter, TravelPlan
from jisr.events.travel.planning import delivered_lines
from jisr.events.travel.policies import may_read_names
from jisr.events.travel.queries import online_in, travellers
from jisr.events.travel.ruling import ACCESS, LETTER_WORDS, save_access, save_letter_words, save_rules
from jisr.events.travel.states import OUTSTANDING, VISA_KINDS, Doer, ItemKind, ItemState
from jisr.events.travel.views.finding import edition_or_404, framed
from jisr.kernel.errors import DomainError
from jisr.municipalities.places import authorities_like
from jisr.web.answering import is_done
from jisr.web.listing import Filter, Listing, read_listing

Rows = QuerySet[Participant]
OK, UNPROCESSABLE = 200, 422


def _late(**narrow: Any) -> Exists:  # noqa: ANN401 - look-ups
    items = TravelItem.objects.filter(participant=OuterRef("pk"), state__in=OUTSTANDING)
    return Exists(items.filter(due_on__lt=timezone.localdate(), **narrow))


def _by_name(rows: Rows, value: str) -> Rows:
    return rows.filter(Q(full_name__icontains=value) | Q(authority__in=authorities_like(value)))


def _on_side(rows: Rows, value: str) -> Rows:
    if value == Side.OTHER:
        known = Q(authority__country__in=["DE", "PS"])
        return rows.exclude(known | Q(authority=None, organisation__country__in=["DE", "PS"]))
    return rows.filter(Q(authority__country=value) | Q(authority=None, organisation__country=value))


def _in_visa_state(rows: Rows, value: str) -> Rows:
    return rows.filter(travel_items__kind=ItemKind.VISA, travel_items__state=value)


def _at_risk(rows: Rows, value: str) -> Rows:
    if value == "visa":
        return rows.filter(_late(kind__in=VISA_KINDS))
    if value == "office":
        own = TravelItem.objects.filter(participant=OuterRef("pk"), state__in=OUTSTANDING, doer=Doer.OFFICE)
        return rows.filter(Exists(own))
    return rows.filter(_late())


def _risks() -> list[tuple[str, Any]]:
    return [("any", _("something is late")), ("visa", _("the visa is late")), ("office", _("waits for the office"))]


def _with_letter(rows: Rows, value: str) -> Rows:
    live = Exists(TravelLetter.objects.filter(participant=OuterRef("pk"), withdrawn_at=None))
    return rows.filter(live if value == "yes" else ~live)


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter("side", _("Side"), _on_side, lambda: Side.choices),
    Filter("visa", _("Visa"), _in_visa_state, lambda: ItemState.choices),
    Filter("letter", _("Invitation letter"), _with_letter, lambda: [("yes", _("issued")), ("no", _("not issued"))]),
    Filter("risk", _("At risk"), _at_risk, _risks),
)
SORTS = {
    "due": (_("Next item due"), ["next_due", "full_name"]),
    "name": (_("Name"), ["full_name"]),
    "body": (_("Sent by"), ["authority__name", "full_name"]),
}


def traveller_listing(edition: Edition, parameters: Any) -> Listing:  # noqa: ANN401 - the address
    """Who travels, with the state of the visa and the next item: the same queries for any number of rows."""
    visa = TravelItem.objects.filter(participant=OuterRef("pk"), kind=ItemKind.VISA)
    rows = travellers().filter(edition=edition).select_related("edition", "authority", "organisation")
    rows = rows.annotate(
        next_due=Min("travel_items__due_on", filter=Q(travel_items__state__in=OUTSTANDING)),
        visa_state=Subquery(visa.values("state")[:1]),
        has_letter=Exists(TravelLetter.objects.filter(participant=OuterRef("pk"), withdrawn_at=None)),
        is_late=_late(),
    )
    return read_listing(parameters, rows, filters=FILTERS, sorts=SORTS)


@staff_required(Role.EVENTS)
@require_safe
def office_page(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(slug)
    context = {
        "edition": edition,
        "listing": traveller_listing(edition, request.GET),
        "may_names": bool(may_read_names(request.user, edition)),
        "first_side": Side.PALESTINIAN.value,
    }
    return render(request, "events/travel_office.html", context)


@staff_required(Role.EVENTS)
@require_POST
def letters_for_all(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(slug)
    ask_for_missing(edition, actor=request.user)
    messages.success(request, gettext("The letters that are missing are being written. It takes some minutes."))
    return redirect("travel:office", slug)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def rules_page(request: HttpRequest, slug: str, side: str) -> HttpResponse:
    edition = edition_or_404(slug)
    if side not in Side.values:
        raise Http404
    chosen = Side(side)
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(edition, chosen),
        general=_general(edition, chosen),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            save_rules(edition.pk, chosen, typed, seen=typed["seen"], actor=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, gettext("The rules are kept. Lists that people have follow at once."))
            return redirect("travel:rules", slug, side)
    context = {"edition": edition, "side": chosen, "sides": Side.choices, "form": form}
    return render(request, "events/travel_rules.html", context, status=UNPROCESSABLE if form.is_bound else OK)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_words(request: HttpRequest, slug: str) -> HttpResponse:
    """Who sends and signs the letters, and what the office adds."""
    edition = edition_or_404(slug)
    form = LetterWordsForm(request.POST or None, initial=_of_plan(edition, LETTER_WORDS))
    done = gettext("The words are kept. Letters that are out already stay as they are.")

    def step() -> None:
        save_letter_words(edition.pk, form.cleaned_data, seen=form.cleaned_data["seen"], actor=request.user)

    if is_done(request, form, step, done):
        return redirect("travel:letter_words", slug)
    words = {"title": gettext("What stands in the letters"), "lead": gettext("The rest comes from the registration.")}
    return _office_form(request, edition, form, **words)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def access_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The link for those who take part online; nothing of the kind where everybody comes to the place."""
    edition = edition_or_404(slug)
    if edition.mode == Mode.ONSITE:
        raise Http404
    form = AccessForm(request.POST or None, initial=_of_plan(edition, ACCESS))
    told: list[int] = []

    def step() -> None:
        typed = form.cleaned_data
        how: dict[str, Any] = {"seen": typed["seen"], "is_told": typed["is_told"]}
        told.append(save_access(edition.pk, typed, actor=request.user, at=timezone.now(), **how))

    if is_done(request, form, step, gettext("The link is kept. It stands on the pages of those who take part online.")):
        number = told[0]
        if number:
            text = ngettext("%(number)s person is told by mail.", "%(number)s people are told by mail.", number)
            messages.info(request, text % {"number": number})
        return redirect("travel:access", slug)
    return _office_form(
        request,
        edition,
        form,
        title=gettext("How people take part online"),
        lead=ngettext(
            "%(number)s person has a confirmed place online.", "%(number)s people have a confirmed place online.", count
        )
        % {"number": count}
        if (count := online_in(edition).count())
        else gettext("Nobody has a confirmed place online yet."),
    )


def _of_plan(edition: Edition, names: Iterable[str]) -> dict[str, Any]:
    plan = getattr(edition, "travel_plan", None) or TravelPlan()
    return {"seen": plan.version, **{name: getattr(plan, name) for name in names}}


def _office_form(request: HttpRequest, edition: Edition, form: Form, **words: str) -> HttpResponse:
    back = reverse("travel:office", args=[edition.slug])
    about = {"subject": edition.title, "parent": gettext("Travellers"), "back": back, "button": gettext("Save")}
    return framed(request, form, **about, **words)


def _initial(edition: Edition, side: Side) -> dict[str, Any]:
    """What holds now; before the first change what is delivered. Looking at it makes no plan."""
    plan = getattr(edition, "travel_plan", None)
    lines = edition.checklist_lines.all() if plan else delivered_lines(edition)
    found: dict[str, Any] = {
        "kept_days": plan.kept_days if plan else travel_times(edition.start_on).kept_days,
        "seen": plan.version if plan else 1,
    }
    for line in lines:
        if line.side == side:
            found |= {f"weeks_{line.kind}": line.weeks_before, f"doer_{line.kind}": line.doer}
    own = CostRule.objects.filter(edition=edition, side=side)
    return found | {f"bearer_{rule.category}": rule.bearer for rule in own}


def _general(edition: Edition, side: Side) -> dict[str, str]:
    (costs,) = costs_of(edition, (side,), with_own=False)
    return {rule.category: str(rule.get_bearer_display()) for rule in costs.rules}
