"""Agreed steps: one's own list, that of a meeting, one step with its history, adding and changing."""

from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.models import User
from jisr.documents.views.doors import signed_in
from jisr.events.editions.models import Edition
from jisr.events.editions.states import State as EditionState
from jisr.events.results import bodies, links, services
from jisr.events.results.forms import (
    OFFICE,
    FollowUpEditForm,
    FollowUpForm,
    LinkForm,
    PersonForm,
    SettleForm,
)
from jisr.events.results.listing import follow_up_listing
from jisr.events.results.models import Decision, FollowUp, ResultSheet
from jisr.events.results.policies import EDIT_FOLLOW_UP, READ_RESULTS_DESK, SETTLE_FOLLOW_UP
from jisr.events.results.presenting import desk_url
from jisr.events.results.services import Agreed, Origin
from jisr.events.results.states import LANGUAGES, SheetPart
from jisr.events.results.telling import owners, text_in
from jisr.events.results.views.finding import edition_or_404, form_page, key_of, uuid_of
from jisr.events.results.workflow import open_steps
from jisr.kernel.policy import may
from jisr.municipalities.models import Authority
from jisr.municipalities.policies import READ_MEMBERS, reads_for_office
from jisr.web.answering import is_done, tried


def follow_up_or_404(request: HttpRequest, public_id: UUID) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).for_lists()
    rows = rows.select_related("decision", "sheet__session", "sheet__edition", "person")
    return cast("FollowUp", get_object_or_404(rows, public_id=public_id))


@never_cache
@signed_in
@require_safe
def my_follow_ups(request: HttpRequest) -> HttpResponse:
    """The steps of those for whom the reader acts; for the office all of them."""
    context = {
        "listing": follow_up_listing(request.user, request.GET),
        "for_office": reads_for_office(request.user),
        "acts": request.user.memberships.exists(),
        "today": timezone.localdate(),
    }
    return render(request, "events/results/my_follow_ups.html", context)


@never_cache
@signed_in
@require_safe
def edition_follow_ups(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    if not may(request.user, READ_RESULTS_DESK, edition):
        raise Http404
    listing = follow_up_listing(request.user, request.GET, edition=edition)
    export = listing.query.copy()
    export["edition"] = edition.slug
    context = {
        "edition": edition,
        "listing": listing,
        "export": export,
        "may_add": may(request.user, EDIT_FOLLOW_UP, edition) and edition.state != EditionState.PLANNED,
        "today": timezone.localdate(),
    }
    return render(request, "events/results/edition_follow_ups.html", context)


STEP_LABELS = {
    "start": lambda: _("We have begun"),
    "finish": lambda: pgettext("a step that was agreed", "It is done"),
    "drop": lambda: _("It is dropped"),
    "reopen": lambda: _("It is open again"),
}


def _settle_form(follow_up: FollowUp, data: Any = None) -> SettleForm:  # noqa: ANN401
    steps = [(name, STEP_LABELS[name]()) for name in (open_steps(follow_up.state) if data is None else STEP_LABELS)]
    return SettleForm(data, steps=steps, initial={"seen": follow_up.version})


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One step: what was agreed, how it stands, and the form of those who say so."""
    follow_up = follow_up_or_404(request, public_id)
    form = _settle_form(follow_up, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may(request.user, SETTLE_FOLLOW_UP, follow_up):
            raise Http404

        def act() -> None:
            services.settle(
                follow_up.public_id,
                form.cleaned_data["step"],
                note=form.cleaned_data["note"],
                language=get_language() or "en",
                seen=form.cleaned_data["seen"],
                actor=request.user,
                at=timezone.now(),
            )

        if is_done(request, form, act, _("Thank you. Everybody concerned sees it now.")):
            return redirect(follow_up)
        follow_up = follow_up_or_404(request, public_id)
    return _show(request, follow_up, form)


def _show(request: HttpRequest, follow_up: FollowUp, form: SettleForm) -> HttpResponse:
    user = request.user
    may_settle, may_edit = may(user, SETTLE_FOLLOW_UP, follow_up), may(user, EDIT_FOLLOW_UP, follow_up)
    people = bodies.people_of(follow_up) if may_settle and _may_name(user, follow_up) else []
    chosen = f"{follow_up.link_kind}:{follow_up.link_key}" if follow_up.link_kind else ""
    choices = links.choices(follow_up, user) if may_settle else []
    origins = [follow_up.decision, follow_up.sheet]
    context = {
        "follow_up": follow_up,
        "text": text_in(follow_up, get_language() or "en"),
        "today": timezone.localdate(),
        "form": form if may_settle else None,
        "may_edit": may_edit,
        "person_form": PersonForm(people=people, initial={"person": follow_up.person_id}) if people else None,
        "link_form": LinkForm(links=choices, initial={"link": chosen}) if choices else None,
        "linked": links.linked(follow_up, user),
        "origins": [row for row in origins if row is not None and _is_seen(user, row)],
        "editions": Edition.objects.visible_to(user).filter(carried_follow_ups__follow_up=follow_up),
        "steps": follow_up.steps.select_related("taken_by"),
        "may_read_desk": may(user, READ_RESULTS_DESK, follow_up.edition),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, "events/results/follow_up.html", context, status=int(status))


def _is_seen(user: Any, row: Decision | ResultSheet) -> bool:  # noqa: ANN401
    return bool(type(row)._default_manager.visible_to(user).filter(pk=row.pk).exists())


def _may_name(user: Any, follow_up: FollowUp) -> bool:  # noqa: ANN401
    """Who sees the members of the owner chooses among them."""
    return follow_up.body is not None and may(user, READ_MEMBERS, follow_up.body)


@never_cache
@signed_in
@require_POST
def follow_up_person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    follow_up = follow_up_or_404(request, public_id)
    if not may(request.user, SETTLE_FOLLOW_UP, follow_up) or not _may_name(request.user, follow_up):
        raise Http404
    form = PersonForm(request.POST, people=bodies.people_of(follow_up))
    if form.is_valid():
        person = User.objects.filter(pk=form.cleaned_data["person"] or None).first()
        tried(
            request,
            lambda: services.name_person(follow_up.public_id, person, actor=request.user),
            _("Your changes are saved."),
        )
    return redirect(follow_up)


@never_cache
@signed_in
@require_POST
def follow_up_link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    follow_up = follow_up_or_404(request, public_id)
    if not may(request.user, SETTLE_FOLLOW_UP, follow_up):
        raise Http404
    tried(
        request,
        lambda: services.link(follow_up.public_id, request.POST.get("link", ""), actor=request.user),
        _("Your changes are saved."),
    )
    return redirect(follow_up)


@never_cache
@signed_in
@require_POST
def follow_up_release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Release the words for the public, or take that back."""
    follow_up = follow_up_or_404(request, public_id)
    if not may(request.user, EDIT_FOLLOW_UP, follow_up):
        raise Http404
    is_public = request.POST.get("public") == "yes"
    told = _("The public reads the words of now.") if is_public else _("The words are no longer public.")
    seen = request.POST.get("seen", "")

    def act() -> None:
        services.release(
            follow_up.public_id,
            is_public=is_public,
            seen=int(seen) if seen.isdecimal() else None,
            actor=request.user,
            at=timezone.now(),
        )

    tried(request, act, told)
    return redirect(follow_up)


def _agreed(form: FollowUpForm) -> Agreed:
    data = form.cleaned_data
    other = bodies.chosen(data["counterpart"])
    return Agreed(
        language=data["language"],
        texts=form.texts("text"),
        owner=None if data["owner"] == OFFICE else bodies.chosen(data["owner"]),
        counterpart=other if isinstance(other, Authority) else None,
        due_on=data["due_on"],
        outcomes=form.texts("outcome") if "outcome_en" in form.fields else None,
    )


def _offered(edition: Edition, *also: FollowUp | None, sheet: ResultSheet | None = None) -> dict[str, Any]:
    """The bodies that a form of this meeting offers."""
    extra = [body for row in also if row is not None for body in (row.authority, row.counterpart)]
    extra += list(sheet.authorities.all()) if sheet is not None else []
    authorities = [(bodies.choice_of(row), str(row.name)) for row in bodies.authorities_of(edition, also=extra)]
    more = [row.organisation for row in also if row is not None]
    organisations = [(bodies.choice_of(row), str(row.name)) for row in bodies.organisations_of(edition, also=more)]
    return {"owners": [*authorities, *organisations], "authorities": authorities}


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new step; from a decision or a sheet it comes filled in with its words in all languages."""
    edition = edition_or_404(request, slug)
    if not may(request.user, EDIT_FOLLOW_UP, edition):
        raise Http404
    origin = _origin(request, edition)
    form = FollowUpForm(request.POST or None, initial=_start(origin), **_offered(edition, sheet=origin.sheet))
    made: list[FollowUp] = []

    def act() -> None:
        made.append(
            services.add_follow_up(
                edition, _agreed(form), origin, actor=request.user, at=timezone.now(), form_key=key_of(request)
            )
        )

    if is_done(request, form, act, _("The step is agreed. It stands in the workspace of those who take it on.")):
        if not owners(made[0]):
            nobody = _("%(owner)s has no coordinator yet, so nobody there was told. Please write to them.")
            messages.warning(request, nobody % {"owner": made[0].owner_name})
        return redirect(made[0])
    source = origin.decision or origin.sheet
    back = source.get_absolute_url() if source is not None else desk_url(edition)
    title, button = _("Agree on a step"), _("Agree on this step")
    lead = _("Who does what by when. It then stands in their workspace until they say what came of it.")
    return form_page(request, form, title=title, lead=lead, kicker=edition.title, button=button, back=back)


def _origin(request: HttpRequest, edition: Edition) -> Origin:
    """What the reader came from, if they may read it."""
    found: dict[str, Any] = {}
    for name, model in (("decision", Decision), ("sheet", ResultSheet)):
        key = uuid_of(request.GET.get(name, ""))
        if key is not None:
            rows = model._default_manager.visible_to(request.user).filter(edition=edition).for_lists()
            found[name] = rows.filter(public_id=key).first()
    return Origin(**found)


def _start(origin: Origin) -> dict[str, Any]:
    """The words of a decision, or the next steps of a sheet, in each language that has them."""
    start: dict[str, Any] = {"language": get_language() or "en"}
    if origin.decision is not None:
        texts = {code: getattr(origin.decision, f"text_{code}") for code in LANGUAGES}
        start["language"] = origin.decision.original_language
    elif origin.sheet is not None:
        rows = origin.sheet.texts.filter(part=SheetPart.NEXT_STEPS)
        texts = dict(rows.values_list("language", "text"))
        start["language"] = origin.sheet.original_language
    else:
        texts = {}
    longest = FollowUp._meta.get_field("text").max_length
    return start | {f"text_{code}": text[:longest] for code, text in texts.items()}


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    follow_up = follow_up_or_404(request, public_id)
    if not may(request.user, EDIT_FOLLOW_UP, follow_up):
        raise Http404
    start = {
        "language": follow_up.original_language,
        "owner": bodies.choice_of(follow_up.body) if follow_up.body is not None else OFFICE,
        "counterpart": bodies.choice_of(follow_up.counterpart) if follow_up.counterpart is not None else "",
        "due_on": follow_up.due_on,
        "seen": follow_up.version,
    }
    for column in ("text", "outcome"):
        start |= {f"{column}_{code}": getattr(follow_up, f"{column}_{code}") for code in LANGUAGES}
    form = FollowUpEditForm(request.POST or None, initial=start, **_offered(follow_up.edition, follow_up))

    def act() -> None:
        seen = form.cleaned_data["seen"] or 0
        services.change_follow_up(follow_up.public_id, _agreed(form), seen=seen, actor=request.user, at=timezone.now())

    if is_done(request, form, act, _("Your changes are saved.")):
        return redirect(follow_up)
    lead = _("What the public reads stays as it was released, until you release it again.")
    return form_page(
        request,
        form,
        title=_("Change a step"),
        lead=lead,
        kicker=follow_up.edition.title,
        button=_("Save"),
        back=follow_up.get_absolute_url(),
    )
