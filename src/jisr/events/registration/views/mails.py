"""The mails about a registration as they are read, and the words that the office adds to them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.registration import mailing, telling
from jisr.events.registration.mail_models import MailWords
from jisr.events.registration.models import ParticipantKind
from jisr.events.registration.office_forms import MailWordsForm
from jisr.events.registration.states import MailStep
from jisr.events.registration.views import finding
from jisr.kernel.errors import DomainError


@staff_required(Role.EVENTS)
@require_safe
def mails_page(request: HttpRequest, slug: str) -> HttpResponse:
    edition = finding.edition_or_404(request, slug)
    written: dict[str, list[str]] = {}
    for row in MailWords.objects.filter(edition=edition).select_related("kind"):
        written.setdefault(row.step, []).append(str(row.kind.name) if row.kind else _("All others"))
    context = {
        "edition": edition,
        "steps": [(step.value, step.label, sorted(written.get(step.value, []))) for step in MailStep],
        "crumbs": finding.desk_crumbs(edition),
    }
    return render(request, "events/registration/mails.html", context)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_page(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """One mail in three languages with what the office adds for a kind of participant (``?kind=``) or for all."""
    if step not in MailStep.values:
        raise Http404
    edition = finding.edition_or_404(request, slug)
    kinds = list(edition.participant_kinds.all())
    key = request.GET.get("kind", "")
    kind = next((one for one in kinds if one.key == key), None)
    if key and kind is None:
        raise Http404
    row = mailing.words_of(edition, step, kind)
    form = MailWordsForm(request.POST if request.method == "POST" else None, row=row)
    shown = row
    if form.is_bound and form.is_valid():
        shown = MailWords(edition=edition, step=step, kind=kind, **form.texts())
        if request.POST.get("do") == "save":
            try:
                seen = form.cleaned_data["seen"] or 0
                mailing.save_words(edition, step, kind, form.texts(), seen=seen, actor=request.user)
            except DomainError as refusal:
                form.add_error(None, str(refusal.message))
                form.data = {**form.data.dict(), "seen": row.version if row else 0}  # saved again, it was looked at
            else:
                messages.success(request, _("Your words are saved. They stand in each mail of this kind from now on."))
                return redirect("registration:mails", slug=edition.slug)
    sample_kind = kind or (kinds[0] if kinds else ParticipantKind(edition=edition))
    others = mailing.words_of(edition, step, None) if kind and not _says(shown) else None
    context = {
        "edition": edition,
        "step": MailStep(step),
        "form": form,
        "kinds": kinds,
        "kind": kind,
        "changed": row if form.errors else None,
        "letters": list(telling.sample(step, edition, sample_kind, shown if _says(shown) else others)),
        "crumbs": [*finding.desk_crumbs(edition), (_("Mails"), reverse("registration:mails", args=[edition.slug]))],
    }
    status = finding.UNPROCESSABLE if form.errors else finding.OK
    return render(request, "events/registration/mail.html", context, status=status)


def _says(words: MailWords | None) -> bool:
    return words is not None and any(words.texts)
