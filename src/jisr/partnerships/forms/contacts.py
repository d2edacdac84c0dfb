"""Contacts of a tie, and after how many months of silence advisers are told."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.forms.contacts import ContactForm
from jisr.partnerships.models import ContactRule, Partnership, TieContact


class TieContactForm(ContactForm):
    """A function that carries one tie."""

    class Meta(ContactForm.Meta):
        model: ClassVar[type[TieContact]] = TieContact


class MonthsForm(forms.ModelForm):
    """A tie's own number of months."""

    class Meta:
        model = Partnership
        fields: ClassVar[list[str]] = ["contact_alarm_months"]


class RuleForm(forms.ModelForm):
    """The office's number of months, from a day on."""

    class Meta:
        model = ContactRule
        fields: ClassVar[list[str]] = ["valid_from_on", "months", "note"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "valid_from_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "note": forms.TextInput(attrs={"dir": "auto"}),
        }

    def clean_valid_from_on(self) -> object:
        day = self.cleaned_data["valid_from_on"]
        if day < timezone.localdate():
            raise ValidationError(_("A rule cannot begin in the past. What held then stays known."))
        return day

    def validate_unique(self) -> None:
        """A second rule for the same day replaces the first."""
