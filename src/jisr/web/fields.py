"""Fields that forms of all rooms share."""

from typing import Any

from django import forms
from django.utils.functional import Promise


class Lines(forms.CharField):
    """Text whose line ends count once, as the browser counts them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - the framework's signature
        text: str = super().to_python(value)
        return text.replace("\r\n", "\n")


def lines(label: str | Promise, hint: str | Promise = "", *, longest: int, required: bool = True, rows: int) -> Lines:
    """A text of several lines in whichever direction it is typed."""
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return Lines(label=label, help_text=hint, max_length=longest, required=required, widget=area)
