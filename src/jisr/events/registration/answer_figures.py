"""What those who come or wait answered to the office's own form, as figures."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from jisr.events.editions.models import Edition
from jisr.events.registration import answering
from jisr.events.registration.form_making import choices_of
from jisr.events.registration.form_models import FormAnswer, FormQuestion
from jisr.events.registration.models import Participant
from jisr.events.registration.states import CONDITIONAL, FieldKind
from jisr.municipalities.policies import Actor

CHOSEN = (FieldKind.COUNTRY, FieldKind.AUTHORITY)


@dataclass
class Counted:
    """How often a question was answered, and with what where answers are chosen. Words are only counted."""

    question: FormQuestion
    values: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    unanswered: int = 0
    names: answering.Names | None = None

    def note(self, value: Any) -> None:  # noqa: ANN401 - an answer of any kind
        if not answering.fits(self.question, value):
            self.unanswered += 1
            return
        self.answered += 1
        self.values.update(value if isinstance(value, list) else [str(value)])

    @property
    def options(self) -> list[tuple[str, int]]:
        """Each answer that can be chosen with how often it was; of countries and authorities those that were."""
        if self.question.kind in CONDITIONAL:
            return [(label, self.values[key]) for key, label in choices_of(self.question)]
        if self.question.kind in CHOSEN and self.names is not None:
            found = [(self.names.get(self.question.kind, key), number) for key, number in self.values.items()]
            return sorted(found, key=lambda row: (-row[1], row[0]))
        return []


def answers_in_figures(edition: Edition, *, actor: Actor) -> list[Counted]:
    """Of all who come or wait; who was not asked, by kind or condition, counts nowhere. A handful of queries."""
    asked = answering.questions_for(edition.pk)
    people = list(Participant.objects.filter(edition=edition).live().values_list("pk", "kind_id"))
    answers = FormAnswer.objects.visible_to(actor).filter(participant__edition=edition)
    rows = list(answers.filter(participant__in=[pk for pk, _kind in people]).select_related("version"))
    given: dict[int, dict[int, Any]] = {}
    for row in rows:
        given.setdefault(row.participant_id, {})[row.question_id] = row.value
    names = answering.Names(rows)
    counted = {each.question.pk: Counted(each.question, names=names) for each in asked}
    for pk, kind in people:
        values = given.get(pk, {})
        for question in answering.shown([each.question for each in asked if each.is_for(kind)], values):
            counted[question.pk].note(values.get(question.pk))
    return list(counted.values())
