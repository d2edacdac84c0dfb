"""Taking a step of an edition: what it waits for, the mail that everybody concerned would get, the step itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.editions import guards, new_days, telling
from jisr.events.editions.audience import concerned
from jisr.events.editions.forms import StepForm
from jisr.events.editions.models import Edition, EditionStep
from jisr.events.editions.services import Step, move_edition
from jisr.events.editions.states import STEPS, State
from jisr.events.editions.views.finding import REFUSED, edition_or_404, sent
from jisr.events.editions.workflow import MOVES, NEEDS_REASON
from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.kernel.workflow import IllegalMove


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edition_step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    if name not in MOVES:
        raise Http404
    edition = edition_or_404(request, slug)
    if edition.state not in MOVES[name].sources:  # somebody was faster, or the button was clicked twice
        messages.info(request, _("This is settled already. The page shows how it stands now."))
        return redirect(edition.desk_url)
    form, step = StepForm(sent(request), name=name, edition=edition), None
    if form.is_bound and form.is_valid():
        step = form.step()
        if request.POST.get("do") == "take":
            try:
                taken = move_edition(slug, step, actor=request.user, at=timezone.now())
            except IllegalMove as refusal:
                messages.error(request, str(refusal.message))
                return redirect(edition.desk_url)
            except DomainError as refusal:
                form.add_error(None, str(refusal.message))
            else:
                messages.success(request, _done(taken))
                return redirect(edition.desk_url)
    status = REFUSED if form.errors else 200
    return render(request, "events/edition_step.html", _context(edition, form, step), status=status)


def _done(taken: EditionStep) -> str:
    if not taken.told:
        return _("The step is taken. Nobody was written to.")
    told = ngettext(
        "The step is taken. %(number)s person is told by mail.",
        "The step is taken. %(number)s people are told by mail.",
        taken.told,
    )
    return told % {"number": taken.told}


def _context(edition: Edition, form: StepForm, step: Step | None) -> dict[str, Any]:
    """With a step that was filled in rightly, the mail in all languages."""
    context = {
        "edition": edition,
        "form": form,
        "title": STEPS[form.name],
        "is_danger": form.name in NEEDS_REASON,
        "reasons": guards.reasons_against(form.name, edition, at=timezone.now()),
        "needs_days": form.name == "announce" and edition.state == State.POSTPONED,
    }
    if step is None or form.errors:
        return context
    moved: list[new_days.Deadline] = []
    if step.days:
        later = new_days.days_between(edition, step.days.start_on)
        found = new_days.deadlines(edition, days=later, at=timezone.now()) if later else []
        moved = [each for each in found if each.name in step.days.deadlines]
        context |= {"by_days": abs(later) if step.days.moves_programme else 0, "moved": moved}
        edition.start, edition.end = PartialDate(step.days.start_on), PartialDate(step.days.end_on)
        edition.registration_deadline = step.days.registration_deadline
    context["is_told"] = step.is_told is not False
    if context["is_told"]:
        words = telling.letter(
            edition, form.name, before=edition.state, reason=step.reason, notes=step.notes, moved=moved
        )
        people = concerned(edition)
        context |= {"letters": list(telling.shown_in_all_languages(words)), "number": len(people)}
    return context | {"is_previewed": True}
