"""The wizard that writes a split or merger down: what, who, which, where things go, check, done."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.kernel.errors import DomainError
from jisr.municipalities.forms.succession import Draft, HoldingsForm, WhatForm, WhichForm, WhoForm
from jisr.municipalities.models import Authority, Succession
from jisr.municipalities.services.succession import STAYS, Holding, holdings_of, record_succession

DRAFTS = "successions"
MOST_DRAFTS = 5
STEPS = {
    "what": gettext_lazy("What happened"),
    "who": gettext_lazy("Who was there before and after"),
    "which": gettext_lazy("Known or new"),
    "holdings": gettext_lazy("Where things go on"),
    "check": gettext_lazy("Check your answers"),
}
Step = Callable[[HttpRequest, Authority, str, Draft], HttpResponse]
View = Callable[..., HttpResponse]


def _step(step: Step) -> View:
    """A page of the wizard, for advisers, with the draft that its address names; without one it begins anew."""

    @wraps(step)
    def page(request: HttpRequest, slug: str) -> HttpResponse:
        authority = get_object_or_404(Authority.objects.for_lists(), slug=slug)
        if authority.is_former:
            if request.method == "POST":
                messages.info(request, _("This was saved already."))
            return redirect("municipalities:succession_done", slug)
        key = request.GET.get("draft", "")
        stored = request.session.get(DRAFTS, {}).get(key)
        if stored is None:
            key, stored = get_random_string(8), {}
            if step.__name__ != "succession":
                messages.info(request, _("Please begin again; what you typed is no longer there."))
                return redirect("municipalities:succession", slug)
        return step(request, authority, key, Draft(**stored))

    return staff_required(Role.ADVISER)(require_http_methods(["GET", "HEAD", "POST"])(page))


def _keep(request: HttpRequest, key: str, draft: Draft) -> None:
    drafts = {**request.session.get(DRAFTS, {}), key: draft.stored()}
    request.session[DRAFTS] = dict(list(drafts.items())[-MOST_DRAFTS:])


def _to(route: str, slug: str, key: str) -> HttpResponse:
    return redirect(f"{_address(route, slug)}?draft={key}")


def _address(route: str, slug: str) -> str:
    target = redirect(f"municipalities:succession{route}", slug)
    return str(target["Location"])


def _page(
    request: HttpRequest,
    step: str,
    authority: Authority,
    key: str,
    *,
    form: forms.Form | None = None,
    **more: object,
) -> HttpResponse:
    names = list(STEPS)
    back = {"who": "", "which": "_who", "holdings": "_which", "check": "_who"}.get(step)
    context = {
        "authority": authority,
        "form": form,
        "draft_key": key,
        "number": names.index(step) + 1,
        "total": len(names),
        "name": STEPS[step],
        "back": None if back is None else f"{_address(back, authority.slug)}?draft={key}",
        **more,
    }
    template = f"municipalities/desk/succession_{step if step in ('which', 'check') else 'form'}.html"
    return render(request, template, context, status=422 if form is not None and form.is_bound else 200)


@_step
def succession(request: HttpRequest, authority: Authority, key: str, draft: Draft) -> HttpResponse:
    initial = {"kind": draft.kind, "since": draft.since, "source_url": draft.source_url, "note": draft.note}
    form = WhatForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if answers["kind"] != draft.kind:
            draft = Draft()
        draft.kind, draft.source_url, draft.note = answers["kind"], answers["source_url"], answers["note"]
        draft.since = str(answers["since"] or "")
        _keep(request, key, draft)
        return _to("_who", authority.slug, key)
    return _page(request, "what", authority, key, form=form)


@_step
def succession_who(request: HttpRequest, authority: Authority, key: str, draft: Draft) -> HttpResponse:
    initial = {"before": "\n".join(draft.before), "after": "\n".join(draft.after)}
    form = WhoForm(request.POST or None, initial=initial, kind=draft.kind)
    if request.method == "POST" and form.is_valid():
        before, after = form.cleaned_data.get("before", []), form.cleaned_data["after"]
        if (before, after) != (draft.before, draft.after):
            draft.chosen, draft.names, draft.goes_to = {}, {}, {}
        draft.before, draft.after = before, after
        _keep(request, key, draft)
        return _to("_which", authority.slug, key)
    return _page(request, "who", authority, key, form=form)


@_step
def succession_which(request: HttpRequest, authority: Authority, key: str, draft: Draft) -> HttpResponse:
    form = WhichForm(request.POST or None, draft=draft, first=authority)
    if request.method == "POST" and form.is_valid():
        form.keep()
        _keep(request, key, draft)
        return _to("_holdings" if _holdings(authority, draft) else "_check", authority.slug, key)
    return _page(request, "which", authority, key, form=form)


@_step
def succession_holdings(request: HttpRequest, authority: Authority, key: str, draft: Draft) -> HttpResponse:
    holdings, targets = _holdings(authority, draft), draft.targets()
    form = HoldingsForm(request.POST or None, holdings=holdings, targets=targets, known=draft.goes_to)
    if request.method == "POST" and form.is_valid():
        draft.goes_to = dict(form.cleaned_data)
        _keep(request, key, draft)
        return _to("_check", authority.slug, key)
    return _page(request, "holdings", authority, key, form=form)


@_step
def succession_check(request: HttpRequest, authority: Authority, key: str, draft: Draft) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            record_succession(draft.story(authority), goes_to=draft.goes_to, actor=request.user, at=timezone.now())
        except DomainError as error:
            refusal = str(error.message)
        else:
            drafts = {name: kept for name, kept in request.session.get(DRAFTS, {}).items() if name != key}
            request.session[DRAFTS] = drafts
            messages.success(request, _("It is written down. The public pages of both sides tell it."))
            return redirect("municipalities:succession_done", authority.slug)
    targets = dict(draft.targets())
    holdings = [
        (holding, targets.get(draft.goes_to.get(holding.key, STAYS), "")) for holding in _holdings(authority, draft)
    ]
    return _page(
        request,
        "check",
        authority,
        key,
        refusal=refusal,
        draft=draft,
        kind=Succession.Kind(draft.kind).label if draft.kind else "",
        predecessors=Authority.objects.filter(slug__in=draft.story(authority).predecessors),
        successors=list(targets.values()),
        holdings=holdings,
    )


@staff_required(Role.ADVISER)
@require_safe
def succession_done(request: HttpRequest, slug: str) -> HttpResponse:
    """What was written down, for as long as it holds."""
    authority = get_object_or_404(Authority.objects.for_lists(), slug=slug)
    if not authority.is_former:
        return redirect("municipalities:succession", slug)
    return render(
        request, "municipalities/desk/succession_done.html", {"authority": authority, "steps": authority.steps()}
    )


def _holdings(authority: Authority, draft: Draft) -> list[Holding]:
    before = Authority.objects.filter(slug__in=draft.story(authority).predecessors).order_by("pk")
    return [holding for predecessor in before for holding in holdings_of(predecessor)]
