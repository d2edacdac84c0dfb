"""What results show on pages of other parts and rooms."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.results import links
from jisr.events.results.accounts import Figures, agreed_before, figures_of
from jisr.events.results.models import Decision, FollowUp, FollowUpCarry, Minutes, MinuteTaker, ResultSheet
from jisr.events.results.policies import READ_RESULTS_DESK
from jisr.events.results.presenting import (
    desk_url,
    opening_url,
    public_decisions,
    public_texts,
    results_url,
)
from jisr.events.results.states import Link
from jisr.kernel.policy import may
from jisr.municipalities.policies import is_person
from jisr.partnerships.models import Partnership
from jisr.web.panels import Panel
from jisr.web.public_data import remembered

MOST = 10
TEXTS, STEPS, BROUGHT = "texts", "steps", "brought"


def _known() -> dict[int, frozenset[str]]:
    """What each edition has: published texts, agreed steps, steps brought in. Most have nothing and need not ask."""
    of_this = {"edition": OuterRef("pk")}
    texts = [Exists(model.objects.released().filter(**of_this)) for model in (ResultSheet, Minutes, Decision)]
    rows = Edition.objects.annotate(
        has_texts=texts[0] | texts[1] | texts[2],
        has_steps=Exists(FollowUp.objects.filter(**of_this)),
        has_brought=Exists(FollowUpCarry.objects.filter(**of_this)),
    )
    some = rows.filter(Q(has_texts=True) | Q(has_steps=True) | Q(has_brought=True)).order_by()
    return {
        pk: frozenset(kind for kind, is_there in zip((TEXTS, STEPS, BROUGHT), told, strict=True) if is_there)
        for pk, *told in some.values_list("pk", "has_texts", "has_steps", "has_brought")
    }


def _has(*editions: int | None) -> list[frozenset[str]]:
    """What each of some editions has."""
    known = remembered("what editions have of results", _known)
    return [known.get(pk, frozenset()) if pk is not None else frozenset() for pk in editions]


def of_edition(_request: HttpRequest, edition: Edition) -> Panel | None:
    """The published sheets, and how many of the agreed steps are done: for everybody, so nothing personal."""
    own, before = _has(edition.pk, edition.follows_id)
    has_own = bool(own & {TEXTS, STEPS})
    has_opening = BROUGHT in own or bool(before & {STEPS, BROUGHT})
    if not (has_own or has_opening):
        return None
    context = {
        "figures": _figures(edition) if STEPS in own else None,
        "sheets": public_texts(edition)[0] if TEXTS in own else [],
        "url": results_url(edition) if has_own else "",
        "opening_url": opening_url(edition) if has_opening else "",
    }
    return Panel("events/results/panel_edition.html", context)


def _figures(edition: Edition) -> Figures:
    return figures_of(FollowUp.objects.agreed_at(edition), today=timezone.localdate())


def of_documentation(_request: HttpRequest, edition: Edition) -> Panel | None:
    """What the documentation of a meeting shows of its results: sheets, decisions, minutes, figures of steps."""
    (own,) = _has(edition.pk)
    if not own & {TEXTS, STEPS}:
        return None
    sheets, minutes = public_texts(edition)
    context = {
        "sheets": sheets,
        "minutes": minutes,
        "decisions": public_decisions(Decision.objects.released().filter(edition=edition)),
        "figures": _figures(edition) if STEPS in own else None,
        "url": results_url(edition),
    }
    return Panel("events/results/panel_documentation.html", context)


def of_desk(request: HttpRequest, edition: Edition) -> Panel | None:
    """How far the results are, for the office."""
    if not may(request.user, READ_RESULTS_DESK, edition):
        return None
    today = timezone.localdate()
    context = {
        "figures": figures_of(FollowUp.objects.agreed_at(edition), today=today),
        "earlier": figures_of(agreed_before(edition), today=today),
        "minutes": Minutes.objects.visible_to(request.user).filter(edition=edition).count(),
        "sheets": ResultSheet.objects.visible_to(request.user).filter(edition=edition).count(),
        "url": desk_url(edition),
    }
    return Panel("events/results/panel_desk.html", context)


def of_participation(request: HttpRequest, participant: Participant) -> Panel | None:
    """For whoever looks at the page: minutes they may write, what is shared with them, the steps of their people."""
    edition, user = participant.edition, request.user
    if not is_person(user):
        return None
    takers = list(MinuteTaker.objects.of(user).filter(edition=edition).select_related("session"))
    minutes = Minutes.objects.visible_to(user).filter(edition=edition).for_lists()
    sheets = ResultSheet.objects.visible_to(user).filter(edition=edition).for_lists()
    mine = FollowUp.objects.of_people(user) | FollowUp.objects.filter(person=user)
    steps = mine.visible_to(user).filter(Q(edition=edition)).distinct().for_lists().order_by("due_on", "pk")
    decisions = Decision.objects.visible_to(user).filter(edition=edition).for_lists().order_by("decided_on", "pk")
    context = {
        "edition": edition,
        "may_write": bool(takers),
        "minutes": list(minutes),
        "sheets": list(sheets),
        "decisions": list(decisions),
        "steps": list(steps[:MOST]),
        "language": get_language(),
        "today": timezone.localdate(),
    }
    if not (takers or context["minutes"] or context["sheets"] or context["decisions"] or context["steps"]):
        return None
    return Panel("events/results/panel_participation.html", context)


def of_tie(request: HttpRequest, tie: Partnership) -> Panel | None:
    """The agreed steps that belong to a partnership or its joint projects, or that its two sides do together."""
    linked = Q(link_kind=Link.TIE, link_key=tie.slug)
    linked |= Q(link_kind=Link.PROJECT, link_key__in=links.of_tie(tie))
    both = Q(authority=tie.german, counterpart=tie.palestinian) | Q(authority=tie.palestinian, counterpart=tie.german)
    rows = FollowUp.objects.visible_to(request.user).filter(linked | both).for_lists().order_by("due_on", "pk")
    found = list(rows[: MOST * 5])
    context = {"rows": found, "today": timezone.localdate()}
    return Panel("events/results/panel_tie.html", context) if found else None
