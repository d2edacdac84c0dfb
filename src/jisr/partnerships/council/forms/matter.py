"""One page of a council paper at a time; a choice where two people changed the same."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.forms.facts import ConflictForm
from jisr.municipalities.forms.fields import WebField
from jisr.partnerships.council.answers import COLUMNS, LISTS, NO, PAGES, YES, Page, told, told_rows
from jisr.partnerships.council.forms.rows import EuroField, RowsField
from jisr.partnerships.council.models import CouncilMatter
from jisr.partnerships.council.states import Rhythm
from jisr.partnerships.states import Form


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def number_input() -> forms.NumberInput:
    return forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"})


def _line(label: Any) -> forms.CharField:  # noqa: ANN401 - lazy text
    return forms.CharField(label=label, max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or still open."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        choices = [("", _("still open")), (YES, _("yes")), (NO, _("no"))]
        super().__init__(choices=choices, coerce=lambda text: text == YES, empty_value=None, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        return told(value) if isinstance(value, bool) else value


class MatterForm(ConflictForm):
    """The entries of one page."""

    fact_names = tuple(name for page in PAGES for name in page.fields)

    wanted_form = forms.ChoiceField(
        label=_("Form that is wanted"), choices=[("", _("still open")), *Form.choices], required=False
    )
    has_cost = YesNoField(label=_("Does it cost money?"))
    is_budgeted = YesNoField(label=_("Is the money in the budget?"))
    costs = RowsField(
        label=_("Costs"),
        help_text=_("One cost a row. Saving the page gives you more rows."),
        required=False,
        columns={
            "label": forms.CharField(
                label=_("What for"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"})
            ),
            "amount_cents": EuroField(label=_("Amount in euros")),
            "rhythm": forms.ChoiceField(label=_("How often"), choices=Rhythm.choices, initial=Rhythm.YEARLY),
        },
    )
    sources = RowsField(
        label=_("Further sources"),
        help_text=_("Pages that members of the council can read, one a row."),
        required=False,
        columns={
            "title": _line(_("Title")),
            "url": WebField(label=_("Address")),
        },
    )

    class Meta:
        model = CouncilMatter
        fields = COLUMNS
        help_texts: ClassVar[dict[str, Any]] = {
            "resolution": _("Leave it empty and the paper proposes one from your entries."),
            "why_this_place": _("What fits: size, themes, people who know each other, earlier contacts."),
            "staff_hours": _("All departments together, on average."),
            "risks": _("For example travel warnings, elections, money that does not come."),
            "first_steps": _("Functions, not names of people."),
            "summary_ar": _("At most 1200 letters."),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "drafted_on": day_input(),
            "term_until": day_input(),
            "term_months": number_input(),
            "staff_hours": number_input(),
        }

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:  # noqa: ANN401
        self.page = page
        super().__init__(*args, **kwargs)

    def label_fields(self) -> None:
        """Only the entries of the page are asked for."""
        for name in self.fact_names:
            if name not in self.page.fields:
                del self.fields[name]
        self.order_fields(self.page.fields)

    def text(self, name: str, value: Any) -> str:  # noqa: ANN401
        return told_rows(name, value) if name in LISTS else told(value)

    def shown(self, name: str, text: str) -> str:
        """Rows as people read them: how often a cost comes is a word of their language."""
        if name == "costs" and text:
            words = {value: str(label) for value, label in Rhythm.choices}
            parts = [line.rsplit(" | ", 1) for line in text.splitlines()]
            return "\n".join(f"{start} | {words.get(end, end)}" for start, end in parts)
        return super().shown(name, text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        terms = [cleaned.get("term_months"), cleaned.get("term_until"), cleaned.get("is_unlimited") or None]
        if len([term for term in terms if term is not None]) > 1:
            self.add_error("term_months", _("Please say one thing of the term: its months, its last day, or no end."))
        if cleaned.get("has_cost") is False and cleaned.get("costs"):
            self.add_error("has_cost", _("You say that it costs nothing, but there are costs below."))
        return cleaned


class WithdrawForm(forms.Form):
    """Why a paper is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
