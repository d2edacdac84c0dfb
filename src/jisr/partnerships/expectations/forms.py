"""What people type about promises and about the events that show how they are kept."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.forms.fields import PartialDateField
from jisr.partnerships.expectations.models import Expectation
from jisr.partnerships.expectations.states import EVIDENCE_OF, EvidenceKind, Kind, Promise

_OWN_PATH = re.compile(r"/(?:de|en|ar)/[\w\-/]*")


class PromiseForm(forms.Form):
    """What one side promised on one point, since when and by which body."""

    promise = forms.ChoiceField(label=_("Was it promised?"), choices=Promise.choices, required=False)
    promised = PartialDateField(label=_("Since when"), required=False)
    promised_by = forms.CharField(
        label=_("By which body"),
        max_length=160,
        required=False,
        help_text=_("For example the council or the mayor’s office; no name of a person."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("promised", "promised_by"):
            if data.get(name) and data.get("promise") != Promise.YES:
                self.add_error("promise", _("You named a day or a body. Please choose “yes, promised”, or empty them."))
                break
        return data


def initial_of(row: Expectation | None) -> dict[str, Any]:
    """What the form shows of a promise."""
    if row is None:
        return {"seen": 0}
    return {
        "promise": row.promise,
        "promised": row.promised,
        "promised_by": row.promised_by,
        "note": row.note,
        "seen": row.version,
    }


class EvidenceForm(forms.Form):
    """A dated event; the day is a day, so that the last one can be told."""

    happened_on = forms.DateField(
        label=_("On"),
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
    )
    kind = forms.ChoiceField(label=_("What"))
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("For example the place and the subject; no names of people."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Page of the event"),
        max_length=500,
        required=False,
        help_text=_("The address of its page here or elsewhere."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "inputmode": "url"}),
    )
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, expectation: Kind, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        labels = dict(EvidenceKind.choices)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind.value, labels[kind]) for kind in EVIDENCE_OF[expectation]]

    def clean_happened_on(self) -> Any:  # noqa: ANN401 - a day
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean_address(self) -> str:
        """An address of this site is kept as a path, so that each reader gets it in their language."""
        text: str = self.cleaned_data["address"].strip()
        path = text.removeprefix(settings.BASE_URL) if text.startswith(settings.BASE_URL) else text
        if _OWN_PATH.fullmatch(path):
            return path
        if text and urlsplit(text).scheme not in ("http", "https"):
            raise ValidationError(_("Write an address that begins with https:// or the path of a page of this site."))
        if text:
            URLValidator(schemes=["http", "https"])(text)
        return text
