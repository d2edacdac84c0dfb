"""What people type to keep a view of a list."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SaveViewForm(forms.Form):
    """A name of one's own for the filters and the sorting that the list has now."""

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
