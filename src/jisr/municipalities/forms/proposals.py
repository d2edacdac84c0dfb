"""What a member types to propose facts, and what the office answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.desk.words import label
from jisr.municipalities.forms.fields import LinesField, PartialDateField, SourceField, WebField
from jisr.municipalities.services.facts import Origin, Values, seal, text_of, unseal
from jisr.municipalities.services.proposals import OWN_FACTS, POPULATION

WEB = ("http://", "https://")
LONGEST_NAME, LONGEST_TEXT = 120, 2000
MOST_PEOPLE = 50_000_000
LONGEST_SEAL = 200_000


def _name(code: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "lang": code})
    return forms.CharField(label=label(f"name_{code}"), max_length=LONGEST_NAME, required=False, widget=widget)


def _note(code: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto", "lang": code})
    return forms.CharField(label=label(f"note_{code}"), max_length=LONGEST_TEXT, required=False, widget=widget)


def _degrees(name: str, most: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=label(name), min_value=-most, max_value=most, max_digits=8, decimal_places=5, required=False
    )


class ProposeForm(forms.Form):
    """The facts of one's own authority as they are known; what is typed anew is proposed."""

    population = forms.IntegerField(
        label=_("Inhabitants"),
        help_text=_("Your figure stands beside the census as stated by the authority; it replaces no other figure."),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
    )
    name_de, name_en, name_ar = _name("de"), _name("en"), _name("ar")
    aliases = LinesField(
        label=label("aliases"), help_text=_("One spelling a line."), longest=LONGEST_NAME, required=False
    )
    website = WebField(label=label("website"), max_length=300, required=False)
    latitude, longitude = _degrees("latitude", 90), _degrees("longitude", 180)
    note_de, note_en, note_ar = _note("de"), _note("en"), _note("ar")
    source = SourceField(
        label=_("Where does this come from?"),
        help_text=_("The address of a page, or words such as “population register of the municipality”."),
    )
    as_of = PartialDateField(label=_("As of"), required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_SEAL)

    def __init__(self, data: Any = None, *, known: Values) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(data, initial=dict(known))
        sealed = data.get("opened", "") if self.is_bound else ""
        self.opened_with: Values = unseal(sealed) or known
        self.initial["opened"] = seal(known)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None) and not self.errors:
            self.add_error("longitude", ValidationError(_("A place needs both latitude and longitude.")))
        is_new = text_of(cleaned.get(POPULATION)) not in ("", self.opened_with.get(POPULATION, ""))
        if is_new and not cleaned.get("as_of") and "as_of" not in self.errors:
            self.add_error("as_of", ValidationError(_("Please say of which year, month or day the figure is.")))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in (*OWN_FACTS, POPULATION)}

    @property
    def origin(self) -> Origin:
        source = self.cleaned_data["source"]
        as_of = self.cleaned_data["as_of"]
        return Origin(source_url=source, as_of=as_of) if source.startswith(WEB) else Origin(note=source, as_of=as_of)


class DecideForm(forms.Form):
    """Yes, or no with a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The proposer reads it. A refusal needs one."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_SEAL)

    def __init__(self, data: Any = None, *, now: Values) -> None:  # noqa: ANN401
        super().__init__(data)
        self.seen_with: Values = unseal(data.get("seen", "")) or {} if self.is_bound else now
        self.initial["seen"] = seal(now)

    @property
    def is_accepted(self) -> bool:
        return self.data.get("decision") == "accept"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.is_accepted and not cleaned.get("reason", "").strip():
            self.add_error("reason", ValidationError(_("A refusal needs a reason.")))
        return cleaned
