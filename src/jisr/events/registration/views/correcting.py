"""The page on which the details of a participant are put right."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jisr.documents.views.doors import signed_in
from jisr.events.registration import correcting
from jisr.events.registration.entries import AlreadyRegistered, TooMany
from jisr.events.registration.models import Participant
from jisr.events.registration.office_forms import DetailsForm
from jisr.events.registration.policies import CORRECT_PARTICIPANT
from jisr.events.registration.views.finding import crumbs_of, form_page, participant_or_404
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.services.facts import ChangedMeanwhile, Clash, seal, unseal


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    participant = participant_or_404(request, public_id)
    if not may(request.user, CORRECT_PARTICIPANT, participant):
        raise Http404
    form, clashes = _form(request, participant, request.POST if request.method == "POST" else None), []
    if form.is_bound and form.is_valid():
        try:
            _save(request, participant, form)
        except ChangedMeanwhile as clash:
            clashes = [_in_words(each, form) for each in clash.clashes]
            form = _form(request, participant, _again(request, form, clash))
        except TooMany as refusal:
            form.add_error("kind", str(refusal.message))
        except AlreadyRegistered as refusal:
            form.add_error("email", str(refusal.message))
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect(participant)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(participant)
    return form_page(
        request,
        form,
        title=_("Correct the details"),
        lead=_("Badge, letters and certificate show them. To give the place to another person, name somebody else."),
        button=_("Save"),
        kicker=f"{participant.full_name} · {participant.edition.title}",
        back=participant.get_absolute_url(),
        crumbs=crumbs_of(participant),
        clashes=clashes,
    )


def _form(request: HttpRequest, participant: Participant, data: Any) -> DetailsForm:  # noqa: ANN401 - what was sent
    now = correcting.details_of(participant)
    form = DetailsForm(
        data,
        initial={**now, "languages": participant.languages, "opened": seal(now)},
        edition=participant.edition,
        kinds=list(participant.edition.participant_kinds.all()),
        names=correcting.fields_for(request.user, participant),
        now=participant.body,
    )
    if "email" in form.fields:
        form.fields["email"].required = participant.user_id is None and bool(participant.email)
        if participant.user_id is None:
            form.fields["email"].help_text = _("A new address gets the mail with the link; the old link ends.")
    return form


def _save(request: HttpRequest, participant: Participant, form: DetailsForm) -> None:
    opened = unseal(form.cleaned_data["opened"]) or correcting.details_of(participant)
    correcting.correct(participant.public_id, form.values(), opened=opened, actor=request.user, at=timezone.now())


def _again(request: HttpRequest, form: DetailsForm, clash: ChangedMeanwhile) -> QueryDict:
    """What was typed, once more, on top of what the other person wrote elsewhere in the form."""
    data, opened = request.POST.copy(), unseal(form.cleaned_data["opened"]) or {}
    for name, value in form.values().items():
        if correcting.as_text(name, value) == opened.get(name):
            texts = clash.now[name].split(", ") if name == "languages" else [clash.now[name]]
            data.setlist(name, [text for text in texts if text])
    data["opened"] = seal(clash.now)
    return data


def _in_words(clash: Clash, form: DetailsForm) -> dict[str, str]:
    field = form.fields[clash.name]

    def shown(text: str) -> str:
        if not isinstance(field, forms.ChoiceField):
            return text
        names = dict(_flat(field.choices))
        return pgettext("between items of a list", ", ").join(str(names.get(key, key)) for key in text.split(", "))

    return {"label": str(field.label), "mine": shown(clash.mine), "theirs": shown(clash.theirs)}


def _flat(choices: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - choices, in groups or not
    found: list[tuple[str, Any]] = []
    for key, label in choices:
        found += label if isinstance(label, list | tuple) else [(key, label)]
    return found
