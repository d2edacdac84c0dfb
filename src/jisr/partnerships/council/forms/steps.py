"""A meeting: which body when, and what came of it."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.forms.facts import ConflictForm
from jisr.partnerships.council.answers import NO, OF_BODY, OF_OUTCOME, told
from jisr.partnerships.council.forms.matter import day_input, number_input
from jisr.partnerships.council.models import CouncilStep
from jisr.partnerships.council.services import VOTES
from jisr.partnerships.council.states import VOTED, Outcome


class StepForm(ConflictForm):
    """The body and its day."""

    fact_names = OF_BODY

    class Meta:
        model = CouncilStep
        fields = OF_BODY
        help_texts: ClassVar[dict[str, Any]] = {
            "name": _("For example: committee for culture and partnerships."),
            "planned_on": _("Leave it empty while the day is not known."),
            "note": _("Only your authority and the programme office read it."),
            "is_shared": _("They see the body, the day and the outcome in words: no votes, no reasons, no notes."),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "planned_on": day_input(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def text(self, _name: str, value: Any) -> str:  # noqa: ANN401
        return told(value)

    def shown(self, name: str, text: str) -> str:
        return super().shown(name, "" if name == "is_shared" and text == NO else text)


class OutcomeForm(ConflictForm):
    """What came of a meeting; of an adjournment also when the matter comes back."""

    fact_names = OF_OUTCOME

    next_on = forms.DateField(
        label=_("Comes back on"),
        help_text=_("Only for an adjournment. Leave it empty while the day is not known."),
        required=False,
        widget=day_input(),
    )

    class Meta:
        model = CouncilStep
        fields = OF_OUTCOME
        help_texts: ClassVar[dict[str, Any]] = {
            "adjourned_reason": _("Only for an adjournment."),
            "votes_yes": _("Votes belong to a recommendation or a decision."),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "met_on": day_input(),
            **{name: number_input() for name in VOTES},
        }

    def text(self, _name: str, value: Any) -> str:  # noqa: ANN401
        return told(value)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outcome, met_on = cleaned.get("outcome"), cleaned.get("met_on")
        if outcome is None:
            return cleaned
        is_held = outcome != Outcome.PLANNED
        if is_held and met_on is None and "met_on" not in self.errors:
            self.add_error("met_on", _("Please say on which day it met."))
        elif not is_held and met_on is not None:
            self.add_error("outcome", _("Please say what came of it, or leave out the day it met."))
        elif met_on is not None and met_on > timezone.localdate():
            self.add_error("met_on", _("A meeting that is still to come has no outcome yet."))
        self._clean_adjournment(outcome, cleaned)
        self._clean_votes(outcome, cleaned)
        return cleaned

    def _clean_adjournment(self, outcome: str, cleaned: dict[str, Any]) -> None:
        if outcome == Outcome.ADJOURNED:
            if not cleaned.get("adjourned_reason") and "adjourned_reason" not in self.errors:
                self.add_error("adjourned_reason", _("Please say why it was adjourned."))
            met_on, next_on = cleaned.get("met_on"), cleaned.get("next_on")
            if met_on and next_on and next_on <= met_on:
                self.add_error("next_on", _("It can only come back on a later day."))
        elif cleaned.get("next_on"):
            self.add_error("next_on", _("Only what was adjourned comes back."))

    def _clean_votes(self, outcome: str, cleaned: dict[str, Any]) -> None:
        if outcome in VOTED:
            return
        for name in VOTES:
            if cleaned.get(name) is not None:
                self.add_error(name, _("Votes belong to a recommendation or a decision."))
