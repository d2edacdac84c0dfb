"""How many may come: in all, of each kind, of each body; the kinds themselves, and who is invited."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.registration import changing
from jisr.events.registration.models import Delegation, EditionPlaces, ParticipantKind
from jisr.events.registration.office_forms import BodyPlacesForm, InviteForm, KindForm, PlacesForm, body_of
from jisr.events.registration.views import finding
from jisr.kernel.errors import DomainError


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def places_page(request: HttpRequest, slug: str) -> HttpResponse:
    edition = finding.edition_or_404(request, slug)
    kinds = list(edition.participant_kinds.all())
    places = EditionPlaces.objects.filter(edition=edition).first() or EditionPlaces(edition=edition)
    sent = request.POST if request.method == "POST" else None
    form = PlacesForm(sent, places=places, kinds=kinds)
    if sent is not None and form.is_valid():
        try:
            changing.set_places(
                edition,
                form.cleaned_data,
                kinds=form.of_kinds(),
                actor=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The places are saved. Free ones are offered to those who wait."))
            return redirect("registration:places", slug=edition.slug)
    allowed = Delegation.objects.filter(edition=edition, places__isnull=False)
    context = {
        "edition": edition,
        "form": form,
        "kinds": kinds,
        "taken": places.taken,
        "allowed": allowed.select_related("authority", "organisation"),
        "crumbs": finding.desk_crumbs(edition),
    }
    status = finding.UNPROCESSABLE if form.is_bound else finding.OK
    return render(request, "events/registration/places.html", context, status=status)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def body_places(request: HttpRequest, slug: str) -> HttpResponse:
    """Allow one body more or fewer people than the others."""
    edition = finding.edition_or_404(request, slug)
    form = BodyPlacesForm(request.POST if request.method == "POST" else None)
    back = reverse("registration:places", args=[edition.slug])
    if request.method == "POST" and form.is_valid():
        body = body_of(form.cleaned_data["body"])
        if body is not None:
            changing.allow_places(edition, body, form.cleaned_data["places"], actor=request.user)
            messages.success(request, _("The places of %(body)s are saved.") % {"body": body.name})
        return redirect(back)
    return finding.form_page(
        request,
        form,
        title=_("Places of one authority or organisation"),
        button=_("Save the places"),
        kicker=edition.title,
        back=back,
        crumbs=[*finding.desk_crumbs(edition), (_("Kinds and places"), back)],
    )


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def kind_page(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Add a kind of participant, or change one."""
    edition = finding.edition_or_404(request, slug)
    kind = get_object_or_404(ParticipantKind, edition=edition, pk=pk) if pk is not None else None
    initial = {name: getattr(kind, name) for name in ("name_de", "name_en", "name_ar", "entry")} if kind else None
    form = KindForm(request.POST if request.method == "POST" else None, initial=initial)
    back = reverse("registration:places", args=[edition.slug])
    if request.method == "POST" and form.is_valid():
        changing.save_kind(edition, form.cleaned_data, kind=kind, actor=request.user, at=timezone.now())
        messages.success(request, _("The kind of participant is saved."))
        return redirect(back)
    return finding.form_page(
        request,
        form,
        title=kind.name if kind else _("New kind of participant"),
        removal=reverse("registration:kind_remove", args=[edition.slug, kind.pk]) if kind else "",
        button=_("Save the kind"),
        kicker=edition.title,
        back=back,
        crumbs=[*finding.desk_crumbs(edition), (_("Kinds and places"), back)],
    )


@staff_required(Role.EVENTS)
@require_POST
def kind_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    edition = finding.edition_or_404(request, slug)
    kind = get_object_or_404(ParticipantKind.objects.select_related("edition"), edition=edition, pk=pk)
    try:
        changing.remove_kind(kind, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("registration:kind", slug=edition.slug, pk=pk)
    messages.success(request, _("The kind of participant is removed."))
    return redirect("registration:places", slug=edition.slug)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Invite addresses to register as one kind."""
    edition = finding.edition_or_404(request, slug)
    kind = get_object_or_404(ParticipantKind.objects.select_related("edition"), edition=edition, pk=pk)
    form = InviteForm(request.POST if request.method == "POST" else None)
    back = reverse("registration:places", args=[edition.slug])
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        number = changing.invite(
            kind, typed["emails"], language=typed["language"], actor=request.user, at=timezone.now()
        )
        told = ngettext("%(number)d new address is invited.", "%(number)d new addresses are invited.", number)
        messages.success(request, told % {"number": number})
        return redirect(back)
    invited = kind.invitations.count()
    note = ngettext("%(number)d address is invited so far.", "%(number)d addresses are invited so far.", invited)
    return finding.form_page(
        request,
        form,
        title=_("Invite people"),
        lead=_("They get a mail with a link, and may register as: %(kind)s.") % {"kind": kind.name},
        note=note % {"number": invited},
        button=_("Send the invitations"),
        kicker=edition.title,
        back=back,
        crumbs=[*finding.desk_crumbs(edition), (_("Kinds and places"), back)],
    )
