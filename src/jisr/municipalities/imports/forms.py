"""What is typed and chosen about a file before it is imported."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.documents.forms import UploadField
from jisr.kernel.errors import DomainError
from jisr.municipalities.forms.fields import LONGEST_NOTE, PartialDateField, WebField
from jisr.municipalities.imports.columns import FACTS, NAMES
from jisr.municipalities.imports.services import Origin, WrongDate
from jisr.municipalities.models import AuthorityKey, Import, Population

LONGEST_SAMPLE = 40
FIGURES = [(kind.value, kind.label) for kind in (Population.Kind.CENSUS, Population.Kind.STATED)]  # both are dated


class UploadForm(forms.Form):
    """A file, and where all of its facts come from."""

    file = UploadField(
        help_text=_(
            "The official German register (GV100AD, as the statistical office gives it out), or a table saved as CSV "
            "whose first line names the columns. At most 20 MB and 50,000 lines."
        )
    )
    source_url = WebField(
        label=_("Source"),
        help_text=_("The address of the page from which the file is. It is noted at each fact."),
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    as_of = PartialDateField(
        label=_("As of"),
        required=False,
        help_text=_(
            "The day, month or year of the facts, such as 2025, 10.2025 or 31.10.2025. "
            "Needed for tables; a register tells it itself."
        ),
    )
    note = forms.CharField(
        label=_("Note on the source"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    key_system = forms.ChoiceField(
        label=_("Keys of a table"),
        help_text=_("It also says in which country the places of a table are. A register always has German keys."),
        choices=AuthorityKey.System,
        initial=AuthorityKey.System.AGS,
        widget=forms.RadioSelect,
    )
    population_kind = forms.ChoiceField(
        label=_("Population figures of a table"),
        choices=FIGURES,
        initial=Population.Kind.CENSUS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.asc,text/csv,text/plain"

    def clean_file(self) -> Any:  # noqa: ANN401 - an upload
        file = self.cleaned_data["file"]
        refusal = getattr(file, "refusal", None)
        if refusal is not None:
            raise forms.ValidationError(str(refusal.message), code="refused")
        return file

    @property
    def origin(self) -> Origin:
        told = self.cleaned_data
        return Origin(told["source_url"], told["as_of"], told["note"], told["key_system"], told["population_kind"])

    def refuse(self, refusal: DomainError) -> None:
        """Show a refusal at the field that it is about."""
        self.add_error("as_of" if isinstance(refusal, WrongDate) else "file", str(refusal.message))


class ColumnsForm(forms.Form):
    """Which column of a table holds which fact."""

    def __init__(self, *args: Any, made: Import, sample: list[str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        columns = [(str(place), _column_label(place, name, sample)) for place, name in enumerate(made.header)]
        for fact, label in FACTS.items():
            self.fields[fact] = forms.ChoiceField(
                label=label, choices=[("", _("not in this table")), *columns], required=False
            )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not any(told.get(name) for name in (*NAMES, "key")):
            self.add_error("key", _("Name the column of the official key, or one of a name: else no line can be told."))
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if told.get(one) and not told.get(other):
                self.add_error(other, _("Latitude and longitude belong together."))
        if told.get("population_as_of") and not told.get("population"):
            self.add_error("population", _("There is a date of the figures, but no column with figures."))
        return told

    @property
    def mapping(self) -> dict[str, int]:
        return {fact: int(place) for fact, place in self.cleaned_data.items() if place}

    @staticmethod
    def initial_of(mapping: Mapping[str, int]) -> dict[str, str]:
        return {fact: str(place) for fact, place in mapping.items()}


def _column_label(place: int, name: str, sample: list[str]) -> str:
    example = sample[place].strip()[:LONGEST_SAMPLE] if place < len(sample) else ""
    title = name or str(place + 1)
    return f"{title} ({example})" if example else title
