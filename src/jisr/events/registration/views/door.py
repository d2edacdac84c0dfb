"""The door of a meeting: what is needed, page by page what is asked, a check, and sending."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.models import User
from jisr.documents.views.doors import signed_in
from jisr.events.editions.clock import registration_ends_at
from jisr.events.editions.models import Edition
from jisr.events.registration import answering, drafts
from jisr.events.registration.answering import asked_of, shown
from jisr.events.registration.entries import AlreadyRegistered, Person
from jisr.events.registration.form_models import FormQuestion, RegistrationDraft
from jisr.events.registration.forms import AboutForm, QuestionsForm
from jisr.events.registration.models import Participant, ParticipantInvitation, ParticipantKind, Party
from jisr.events.registration.services import sign_up
from jisr.events.registration.states import Entry
from jisr.events.registration.times import takes_registrations
from jisr.events.registration.views.finding import OK, UNPROCESSABLE, edition_or_404
from jisr.kernel.errors import DomainError
from jisr.municipalities.acting import acting_membership, memberships_of
from jisr.municipalities.policies import confirmed_addresses
from jisr.municipalities.states import MembershipRole

ABOUT, CHECK = "you", "check"


@never_cache
@require_safe
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed, for everybody; where to begin, for who is signed in."""
    edition = edition_or_404(request, slug)
    kinds = list(edition.participant_kinds.all())
    context: dict[str, Any] = {
        "edition": edition,
        "kinds": kinds,
        "is_open": takes_registrations(edition, at=timezone.now()),
        "deadline": registration_ends_at(edition),
        "has_questions": bool(answering.questions_of(edition.pk)),
    }
    if request.user.is_authenticated:
        context["mine"] = live_of(edition, request.user)
        context["draft"] = drafts.draft_of(edition, request.user)
        context["leads"] = any(row.role == MembershipRole.COORDINATOR for row in memberships_of(request))
        context["may_begin"] = bool(kinds_for(edition, request.user))
    return render(request, "events/registration/door.html", context)


def live_of(edition: Edition, user: User) -> Participant | None:
    found: Participant | None = Participant.objects.filter(edition=edition, user=user).live().first()
    return found


def kinds_for(edition: Edition, user: User) -> list[ParticipantKind]:
    """As what somebody can register: all kinds but those by invitation that they have none for."""
    kinds = list(edition.participant_kinds.all())
    if all(kind.entry != Entry.INVITATION for kind in kinds):
        return kinds
    rows = ParticipantInvitation.objects.filter(kind__edition=edition, email__in=confirmed_addresses(user))
    invited = set(rows.values_list("kind_id", flat=True))
    return [kind for kind in kinds if kind.entry != Entry.INVITATION or kind.pk in invited]


@dataclass
class Filling:
    """One person's way through the pages of one form."""

    request: HttpRequest
    edition: Edition
    draft: RegistrationDraft | None

    @property
    def user(self) -> User:
        return cast("User", self.request.user)  # signed_in stands before

    def about(self, data: Any = None) -> AboutForm:  # noqa: ANN401 - what was typed
        acting = acting_membership(self.request)
        initial = {"full_name": self.user.display_name, "languages": [self.user.preferred_language]}
        bodies = {row.body.pk: row.body for row in memberships_of(self.request)}
        own = acting.body if acting else None
        ordered = sorted(bodies.values(), key=lambda body: body != own)
        kinds = kinds_for(self.edition, self.user)
        return AboutForm(data, edition=self.edition, kinds=kinds, bodies=ordered, initial=initial)

    def kept_about(self) -> AboutForm | None:
        """The first page as it was kept, if it is right."""
        data = drafts.page_data(self.draft, ABOUT)
        form = self.about(data) if data is not None else None
        return form if form is not None and form.is_valid() else None

    def questions(self, kind: ParticipantKind) -> dict[str, list[FormQuestion]]:
        """The pages of questions for a kind."""
        found: dict[str, list[FormQuestion]] = {}
        for question in asked_of(kind):
            found.setdefault(f"page-{question.step}", []).append(question)
        return found

    def given(self, pages: dict[str, list[FormQuestion]], *, but: str = "") -> dict[int, Any]:
        """All right answers of the pages that were kept."""
        values: dict[int, Any] = {}
        for name, questions in pages.items():
            data = drafts.page_data(self.draft, name)
            if data is not None and name != but:
                form = QuestionsForm(data, questions=shown_on(questions, values), given=dict(values))
                form.is_valid()
                values |= form.values()
        return values


def shown_on(page: list[FormQuestion], values: dict[int, Any]) -> list[FormQuestion]:
    """The questions of a page but those that an earlier page has settled."""
    here = {question.pk for question in page}
    free = {question.pk for question in page if question.shown_if_id in here}
    settled = {question.pk for question in shown([*_stand_ins(page, here), *page], values)}
    return [question for question in page if question.pk in free or question.pk in settled]


def _stand_ins(page: list[FormQuestion], here: set[int]) -> list[FormQuestion]:
    """Questions of earlier pages that some of this page depend on: their answers decide whether these are shown."""
    return [FormQuestion(pk=question.shown_if_id) for question in page if question.shown_if_id not in {None, *here}]


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One page of the form."""
    edition = edition_or_404(request, slug)
    user = request.user
    if request.method == "POST" and name == CHECK and (sent := _sent_already(request, edition)) is not None:
        return redirect(sent)
    known = live_of(edition, user)
    if known is not None:
        messages.info(request, _("You are registered for this meeting already."))
        return redirect(known)
    if not takes_registrations(edition, at=timezone.now()) or not kinds_for(edition, user):
        return redirect("registration:door", slug=edition.slug)
    filling = Filling(request, edition, drafts.draft_of(edition, user))
    if name == ABOUT:
        return _about_page(filling)
    return _later_page(filling, name)


def _later_page(filling: Filling, name: str) -> HttpResponse:
    """Questions and the check come after the first page is right."""
    about = filling.kept_about()
    if about is None:
        return redirect("registration:step", slug=filling.edition.slug, name=ABOUT)
    pages = filling.questions(about.kind)
    if name == CHECK:
        return _check_page(filling, about, pages)
    if name not in pages:
        raise Http404
    return _questions_page(filling, name, pages)


def _sent_already(request: HttpRequest, edition: Edition) -> Participant | None:
    """What the same form made when it was sent before: a second click leads there."""
    key = request.POST.get("form_key", "")
    party = Party.objects.filter(edition=edition, registered_by=request.user, form_key=key).first() if key else None
    found: Participant | None = party.members.first() if party else None
    return found


def _about_page(filling: Filling) -> HttpResponse:
    request = filling.request
    if request.method != "POST":
        form = filling.about()
        kept = drafts.page_data(filling.draft, ABOUT)
        if kept is not None:
            form.initial |= {
                name: kept.getlist(name) if name == "languages" else kept.get(name) for name in form.fields
            }
        return _page(filling, ABOUT, form)
    form = filling.about(request.POST)
    filling.draft = drafts.keep_page(
        filling.edition, ABOUT, request.POST, form.fields, actor=filling.user, at=timezone.now()
    )
    return _next(filling, ABOUT) if form.is_valid() else _page(filling, ABOUT, form)


def _questions_page(filling: Filling, name: str, pages: dict[str, list[FormQuestion]]) -> HttpResponse:
    request = filling.request
    given = filling.given(pages, but=name)
    questions = shown_on(pages[name], given)
    if not questions:
        return _next(filling, name)
    if request.method != "POST":
        kept = drafts.page_data(filling.draft, name)
        form = QuestionsForm(questions=questions, given=given)
        if kept is not None:
            several = {question.field_name for question in questions if question.kind == "several"}
            form.initial |= {key: kept.getlist(key) if key in several else kept.get(key) for key in form.fields}
        return _page(filling, name, form)
    form = QuestionsForm(request.POST, questions=questions, given=given)
    filling.draft = drafts.keep_page(
        filling.edition, name, request.POST, form.fields, actor=filling.user, at=timezone.now()
    )
    return _next(filling, name) if form.is_valid() else _page(filling, name, form)


def _steps(filling: Filling) -> list[str]:
    about = filling.kept_about()
    pages = filling.questions(about.kind) if about is not None else {}
    return [ABOUT, *pages, CHECK]


def _next(filling: Filling, name: str) -> HttpResponse:
    steps = _steps(filling)
    return redirect("registration:step", slug=filling.edition.slug, name=steps[steps.index(name) + 1])


def _page(filling: Filling, name: str, form: Any) -> HttpResponse:  # noqa: ANN401 - a form
    steps = _steps(filling)
    number = steps.index(name) + 1
    context = {
        "edition": filling.edition,
        "form": form,
        "rows": form.rows() if isinstance(form, QuestionsForm) else [],
        "number": number,
        "total": max(len(steps), number + 1),
        "step_name": _("About you") if name == ABOUT else _("Questions for this meeting"),
        "before": steps[number - 2] if number > 1 else "",
    }
    status = UNPROCESSABLE if form.is_bound else OK
    return render(filling.request, "events/registration/step.html", context, status=status)


def _check_page(filling: Filling, about: AboutForm, pages: dict[str, list[FormQuestion]]) -> HttpResponse:
    """All answers to look at; what is missing leads back to its page."""
    given: dict[int, Any] = {}
    groups: list[dict[str, Any]] = [{"step": ABOUT, "title": _("About you"), "rows": _words(about)}]
    for name, questions in pages.items():
        here = shown_on(questions, given)
        form = QuestionsForm(drafts.page_data(filling.draft, name) or {}, questions=here, given=dict(given))
        if not form.is_valid():
            messages.info(filling.request, _("Some answers are still missing."))
            return redirect("registration:step", slug=filling.edition.slug, name=name)
        given |= form.values()
        rows = _words(form, {question.field_name for question in here if form.is_asked(question)})
        groups.append({"step": name, "title": _("Questions for this meeting"), "rows": rows})
    if filling.request.method == "POST":
        return _send(filling, about, given)
    context = {
        "edition": filling.edition,
        "groups": groups,
        "form_key": filling.draft.form_key if filling.draft else "",
        "kind": about.kind,
        "number": len(pages) + 2,
    }
    return render(filling.request, "events/registration/check.html", context)


def _words(form: Any, names: set[str] | None = None) -> list[tuple[str, str]]:  # noqa: ANN401 - a form
    """What was typed, in words."""
    found = []
    for field in form:
        if names is None or field.name in names:
            value = form.cleaned_data.get(field.name)
            labels = dict(getattr(field.field, "choices", ()))
            texts = value if isinstance(value, list) else [value]
            words = [_word(labels.get(text, text)) for text in texts if text not in (None, "")]
            found.append((field.label, pgettext("between items of a list", ", ").join(words)))
    return found


def _word(value: Any) -> str:  # noqa: ANN401 - typed or chosen
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)


def _send(filling: Filling, about: AboutForm, given: dict[int, Any]) -> HttpResponse:
    request, draft = filling.request, filling.draft
    person = Person(kind=about.kind, email=filling.user.email, user=filling.user, answers=given, **about.columns())
    try:
        done = sign_up(
            filling.edition,
            person,
            body=about.body,
            form_key=draft.form_key if draft else "",
            actor=filling.user,
            at=timezone.now(),
        )
    except AlreadyRegistered as refusal:
        messages.info(request, str(refusal.message))
        known = live_of(filling.edition, filling.user)
        return redirect(known) if known else redirect("registration:door", slug=filling.edition.slug)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("registration:door", slug=filling.edition.slug)
    drafts.forget(filling.edition, actor=filling.user)
    reference = done.party.reference if done.party else ""
    messages.success(
        request, _("Your registration has been sent. Its reference is %(reference)s.") % {"reference": reference}
    )
    return redirect(done)
