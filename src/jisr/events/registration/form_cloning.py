"""A new edition takes over the questions of the last one's form, with their conditions."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.events.editions import cloning
from jisr.events.editions.models import Edition
from jisr.events.registration import answering
from jisr.events.registration.cloning import KINDS
from jisr.events.registration.form_models import FormQuestion

QUESTIONS = "form_questions"
LANGUAGES = ("de", "en", "ar")
COLUMNS = (
    *("kind", "options", "is_required", "step", "position", "shown_value", "keep_days"),
    *(f"{name}_{code}" for name in ("label", "help_text") for code in LANGUAGES),
)


def register() -> None:
    cloning.register(
        QUESTIONS,
        _("questions of the registration form"),
        clone_questions,
        requires=[KINDS],
        place=21,
        count=lambda source: FormQuestion.objects.filter(edition=source).asked().count(),
    )


def clone_questions(source: Edition, target: Edition, *, at: datetime, **_how: Any) -> int:  # noqa: ANN401 - days do not matter
    """All that is asked still, into a form that is empty; each for the kinds with the same keys."""
    if FormQuestion.objects.filter(edition=target).exists():
        return 0
    kinds = {kind.key: kind for kind in target.participant_kinds.all()}
    made: dict[int, FormQuestion] = {}
    for row in answering.questions_of(source.pk):  # in order, so that what a condition asks about is there first
        new = FormQuestion(edition=target, **{name: getattr(row, name) for name in COLUMNS})
        new.shown_if = made.get(row.shown_if_id or 0)
        new.shown_value = row.shown_value if new.shown_if else ""
        new.save()
        new.kinds.set([kinds[kind.key] for kind in row.kinds.all() if kind.key in kinds])
        answering.current_version(new, at=at)
        made[row.pk] = new
    return len(made)
