"""What is typed about calls for contributions, contributions and reviews."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.contribution_models import BEST_SCORE, Contribution, ContributionCall
from jisr.events.agenda.days import moment
from jisr.events.agenda.states import FORMATS
from jisr.events.agenda.typing_fields import day_field, hour_field, in_three, line
from jisr.events.editions.clock import local
from jisr.events.registration.models import LANGUAGES
from jisr.kernel.errors import DomainError
from jisr.kernel.tables import LANGUAGES as CODES
from jisr.municipalities.models import Theme
from jisr.web.fields import lines

SCORES = [(number, str(number)) for number in range(1, BEST_SCORE + 1)]


class CallForm(forms.Form):
    """What is called for, and until when."""

    opens_on, opens_time = day_field(_("Opens on")), hour_field(_("Opens at"))
    closes_on, closes_time = day_field(_("Closes on")), hour_field(_("Closes at"))
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes to choose from"),
        help_text=_("If you choose none, all themes can be chosen."),
        queryset=Theme.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, call: ContributionCall | None, zone: str, **kwargs: Any) -> None:  # noqa: ANN401
        if call is not None:
            kwargs["initial"] = self.shown(call, zone)
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields.update(in_three("text", _("What is called for"), longest=3000, rows=5))
        self.fields.update(in_three("criterion", _("What the score from 1 to 5 means"), longest=1000, rows=3))
        self.fields["themes"].queryset = Theme.objects.order_by("name")  # type: ignore[attr-defined]
        self.order_fields([f"text_{code}" for code in CODES])

    @staticmethod
    def shown(call: ContributionCall, zone: str) -> dict[str, Any]:
        opens, closes = local(call.opens_at, zone), local(call.closes_at, zone)
        texts = {f"{name}_{code}": getattr(call, f"{name}_{code}") for name in ("text", "criterion") for code in CODES}
        times = {"opens_on": opens.date(), "opens_time": opens.time(), "closes_on": closes.date()}
        return {**texts, **times, "closes_time": closes.time(), "themes": call.themes.all()}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("opens", "closes"):
            data[f"{name}_at"] = self._moment(name, data)
        if data["opens_at"] and data["closes_at"] and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_on", _("The end lies before the beginning."))
        if not any(data.get(f"text_{code}") for code in CODES):
            self.add_error("text_de", _("Write a text in at least one language."))
        return data

    def _moment(self, name: str, data: dict[str, Any]) -> datetime | None:
        day, hour = data.get(f"{name}_on"), data.get(f"{name}_time")
        if day is None or hour is None:
            return None
        try:
            return moment(day, hour, self.zone)
        except DomainError as refusal:
            self.add_error(f"{name}_time", str(refusal.message))
            return None


class ReviewerForm(forms.Form):
    """Who is invited to review, by the address of their account."""

    email = forms.EmailField(label=_("E-mail address of the account"), max_length=254)


class ContributionForm(forms.Form):
    """What somebody offers. A draft needs a title only."""

    title = line(_("Title"), longest=200)
    abstract = lines(
        _("Abstract"), _("What is it about, and what do people take home?"), longest=3000, required=False, rows=8
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("In which you write and speak."), choices=LANGUAGES, widget=forms.RadioSelect
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=[(each.value, each.label) for each in FORMATS], widget=forms.RadioSelect
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"), queryset=Theme.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        call: ContributionCall,
        contribution: Contribution | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        if contribution is not None:
            names = ("title", "abstract", "language", "format")
            kwargs["initial"] = {name: getattr(contribution, name) for name in names}
            kwargs["initial"]["themes"] = contribution.themes.all()
        super().__init__(*args, **kwargs)
        offered = call.themes.order_by("name")
        everything = Theme.objects.order_by("name")
        self.fields["themes"].queryset = offered if offered.exists() else everything  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """A score and why."""

    score = forms.TypedChoiceField(label=_("Score"), choices=SCORES, coerce=int, widget=forms.RadioSelect)
    note = lines(_("Note"), _("Only reviewers and the office read it."), longest=2000, required=False, rows=4)


class DeclineForm(forms.Form):
    """Why not."""

    reason = lines(_("Reason"), _("The author reads it."), longest=1000, rows=4)
