"""Fields that forms of programmes are made of."""

from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.registration.models import LANGUAGES
from jisr.kernel.tables import LANGUAGES as CODES
from jisr.web.fields import lines

Text = str | Promise
NAMES: Final = dict(LANGUAGES)
DIRECTIONS: Final = {"de": "ltr", "en": "ltr", "ar": "rtl"}
YES_NO: Final = (("", _("not known")), ("yes", _("yes")), ("no", _("no")))
ANSWERS: Final = {"": None, "yes": True, "no": False}
TYPED: Final = {answer: typed for typed, answer in ANSWERS.items()}


def line(label: Text, hint: Text = "", *, longest: int, required: bool = True) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required, widget=widget)


def day_field(label: Text, hint: Text = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
    return forms.DateField(label=label, help_text=hint, widget=widget, input_formats=formats, required=required)


def hour_field(label: Text, hint: Text = "", *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    formats = ["%H:%M", "%H:%M:%S", "%H.%M"]
    return forms.TimeField(label=label, help_text=hint, widget=widget, input_formats=formats, required=required)


def number(label: Text, hint: Text = "", *, least: int = 0, most: int, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=most, required=required)


def step_free() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Can be reached without steps"), choices=YES_NO, coerce=ANSWERS.get, empty_value=None, required=False
    )


def in_three(name: str, label: Text, hint: Text = "", *, longest: int, rows: int = 0) -> dict[str, forms.Field]:
    """A field for each language, named by it; none of them is required alone."""
    found: dict[str, forms.Field] = {}
    for code in CODES:
        named = format_lazy("{label} ({language})", label=label, language=NAMES[code])
        if rows:
            field: forms.Field = lines(named, hint, longest=longest, required=False, rows=rows)
        else:
            field = line(named, hint, longest=longest, required=False)
        field.widget.attrs.update({"dir": DIRECTIONS[code], "lang": code})
        found[f"{name}_{code}"] = field
    return found
