"""What people type about suggestions: weights from a day on, limits of an authority, words beside a suggestion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.matching.suggestions.services import FEWEST, KINDS, MOST, WHOLE

LONGEST_NOTE = 1500
LABELS = {
    "themes": _("needs met by offers, %"),
    "size": _("similar size, %"),
    "languages": _("common languages, %"),
    "text": _("similar descriptions, %"),
}


def _whole(label: Any, least: int, most: int, hint: Any = "") -> forms.IntegerField:  # noqa: ANN401 - lazy text
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"})
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=most, widget=widget, localize=False
    )


class WeightsForm(forms.Form):
    """What counts how much from a day on."""

    valid_from = forms.DateField(
        label=_("valid from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        for name in KINDS:
            self.fields[name] = _whole(LABELS[name], 0, WHOLE)

    def shares(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in KINDS}


class LimitsForm(forms.Form):
    """Whether and how often an authority may be suggested."""

    is_willing = forms.BooleanField(
        label=_("We may be suggested to partners"),
        help_text=_("Without the tick nobody is suggested to you, and you are suggested to nobody."),
        required=False,
    )
    most = _whole(
        _("Most open introductions at a time"),
        FEWEST,
        MOST,
        _("An introduction is open from the first question until it ends. When so many are open, nobody new is asked."),
    )


def _words(label: Any, code: str) -> forms.CharField:  # noqa: ANN401 - lazy text
    area = forms.Textarea(attrs={"rows": 3, "dir": "rtl" if code == "ar" else "ltr", "lang": code})
    return forms.CharField(label=label, required=False, max_length=LONGEST_NOTE, widget=area)


class NoteForm(forms.Form):
    """Words of the adviser that both sides read. One form for each pair on a page: ``prefix`` is the pair's key."""

    ar = _words(_("Note in Arabic"), "ar")
    de = _words(_("Note in German"), "de")

    def note(self) -> str:
        """Both texts, one after the other, as both sides read them."""
        return "\n\n".join(filter(None, (self.cleaned_data["ar"], self.cleaned_data["de"])))


class OwnWordsForm(NoteForm):
    """A partner that somebody adds by hand needs a reason in their own words."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not (data.get("ar") or data.get("de")):
            self.add_error("ar", _("Please say in Arabic or in German why these two may fit."))
        return data
