"""The pages of one agreement: writing, signing, notice, and its papers."""

import uuid
from copy import copy
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.models import Document
from jisr.documents.policies import WRITE
from jisr.documents.subjects import subject_of, upload_url
from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.services.facts import ChangedMeanwhile
from jisr.partnerships.agreements.forms import AgreementForm, NoticeForm, SignForm
from jisr.partnerships.agreements.moving import Missing
from jisr.partnerships.agreements.policies import SIGN, WRITE_AGREEMENT
from jisr.partnerships.agreements.views.status import carried_or_404
from jisr.partnerships.agreements.writing import (
    PartiesChanged,
    change_agreement,
    discard_agreement,
    facts_of,
    give_notice,
    notice_by,
    read,
    sign,
    write_agreement,
)
from jisr.partnerships.models import Agreement, AgreementParty, Partnership
from jisr.partnerships.policies import CARRY_TIE
from jisr.partnerships.views.finding import tie_or_404

REFUSED = 422


def agreement_or_404(request: HttpRequest, slug: str, public_id: uuid.UUID) -> Agreement:
    tie = tie_or_404(request, slug)
    rows = Agreement.objects.visible_to(request.user).with_parties()
    agreement: Agreement = get_object_or_404(rows, tie=tie, public_id=public_id)
    agreement.tie = tie
    for party in agreement.parties.all():
        party.agreement = agreement
    return agreement


@never_cache
@signed_in
@require_safe
def agreement_page(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    agreement = agreement_or_404(request, slug, public_id)
    today, may_write = timezone.localdate(), may(request.user, WRITE_AGREEMENT, agreement)
    ends = agreement.is_signed() and agreement.renews_itself()
    context = {
        "agreement": agreement,
        "tie": agreement.tie,
        "today": today,
        "parties": [(party, _may_sign(request, party)) for party in agreement.parties.all()],
        "may_write": may_write,
        "may_discard": may_write and not agreement.has_signatures(),
        "may_give_notice": ends and may(request.user, CARRY_TIE, agreement.tie),
        "notice_by": notice_by(agreement) if ends else None,
        "documents": Document.objects.of(agreement).visible_to(request.user).with_newest(),
        "upload_url": upload_url(agreement) if may(request.user, WRITE, subject_of(agreement)) else "",
    }
    return render(request, "partnerships/agreement.html", context)


def _may_sign(request: HttpRequest, party: AgreementParty) -> bool:
    return may(request.user, SIGN, party) and (
        party.signed is None or may(request.user, WRITE_AGREEMENT, party.agreement)
    )


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: HttpRequest, slug: str) -> HttpResponse:
    tie = carried_or_404(request, slug)
    form = _form(Agreement(tie=tie, form=tie.form), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or uuid.uuid4()
        try:
            made = write_agreement(tie.pk, form.all_values(), key=key, actor=request.user, at=timezone.now())
        except Missing as missing:
            form.add_error(missing.field, str(missing.message))
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The agreement is saved. The other side has been told."))
            return redirect(made.get_absolute_url())
    return _edit_page(request, form, tie)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    agreement = agreement_or_404(request, slug, public_id)
    if not may(request.user, WRITE_AGREEMENT, agreement):
        raise Http404
    form = _form(agreement, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_agreement(
                agreement.pk, form.values(), opened=form.opened_with, actor=request.user, at=timezone.now()
            )
        except ChangedMeanwhile as clash:
            fresh = agreement_or_404(request, slug, public_id)
            form = _form(fresh, form.with_clashes(request.POST, clash.clashes, clash.now))
            form.add_error(None, clash.message)
        except Missing as missing:
            form.add_error(missing.field, str(missing.message))
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Saved."))
            return redirect(agreement.get_absolute_url())
    return _edit_page(request, form, agreement.tie, agreement)


def _form(agreement: Agreement, data: Any) -> AgreementForm:  # noqa: ANN401 - what was typed
    """The form writes typed values into its row, so it gets a copy."""
    facts = facts_of(agreement)
    return AgreementForm(
        data, instance=copy(agreement), initial=facts | {"key": uuid.uuid4()}, now=read(agreement), sources={}
    )


def _edit_page(
    request: HttpRequest, form: AgreementForm, tie: Partnership, agreement: Agreement | None = None
) -> HttpResponse:
    context = {"form": form, "tie": tie, "agreement": agreement}
    return render(request, "partnerships/agreement_edit.html", context, status=REFUSED if form.is_bound else 200)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_sign(request: HttpRequest, slug: str, public_id: uuid.UUID, position: int) -> HttpResponse:
    agreement = agreement_or_404(request, slug, public_id)
    party = next((each for each in agreement.parties.all() if each.position == position), None)
    if party is None or not may(request.user, SIGN, party):
        raise Http404
    initial = {"signed": party.signed, "who": party.key}
    form = SignForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sign(
                party.pk,
                form.cleaned_data["signed"],
                who=form.cleaned_data["who"],
                actor=request.user,
                at=timezone.now(),
            )
        except PartiesChanged as changed:
            messages.error(request, str(changed.message))
            return redirect(agreement.get_absolute_url())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The signature is noted."))
            return redirect(agreement.get_absolute_url())
    label = _("Note a signature")
    lead = f"{party.get_role_display()}: {party.name}"
    return _small_page(request, form, agreement, label, lead)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_notice(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    agreement = agreement_or_404(request, slug, public_id)
    if not may(request.user, CARRY_TIE, agreement.tie):
        raise Http404
    form = NoticeForm(request.POST if request.method == "POST" else None, initial={"given_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            give_notice(agreement.pk, form.cleaned_data["given_on"], actor=request.user, at=timezone.now())
        except Missing as missing:
            form.add_error(missing.field, str(missing.message))
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Notice is noted. The agreement ends with its term."))
            return redirect(agreement.get_absolute_url())
    lead = _("The agreement is then not renewed by itself: it ends with its term.")
    return _small_page(request, form, agreement, _("Give notice"), lead)


def _small_page(request: HttpRequest, form: Any, agreement: Agreement, label: str, lead: str) -> HttpResponse:  # noqa: ANN401
    context = {"form": form, "agreement": agreement, "label": label, "lead": lead}
    return render(request, "partnerships/agreement_small.html", context, status=REFUSED if form.is_bound else 200)


@never_cache
@signed_in
@require_POST
def agreement_discard(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    tie = carried_or_404(request, slug)
    agreement = Agreement.objects.filter(tie=tie, public_id=public_id).first()
    try:
        if agreement is not None:
            discard_agreement(agreement.pk, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(tie.hub_url)
    messages.success(request, _("The agreement is given up."))
    return redirect(tie.hub_url)
