"""What the office types about functions to write to."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.models import AuthorityContact, ContactPoint

REACHABLE = ("email", "phone", "postal_address")


class ContactForm(forms.ModelForm):
    """A function, never a person. Rooms above name their own model."""

    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    class Meta:
        model: ClassVar[type[ContactPoint]] = AuthorityContact
        fields: ClassVar[list[str]] = [
            *("role", "unit", "email", "phone", "postal_address", "languages"),
            *("last_contact_on", "last_contact_note"),
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "unit": forms.TextInput(attrs={"dir": "auto"}),
            "phone": forms.TextInput(attrs={"dir": "ltr", "type": "tel", "autocomplete": "off"}),
            "postal_address": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            "last_contact_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "last_contact_note": forms.TextInput(attrs={"dir": "auto"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "email": _("Of the function, such as international@town.example. No address of a person belongs here."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.updated_at.isoformat() if self.instance.pk else ""

    def clean_last_contact_on(self) -> Any:  # noqa: ANN401 - a day or nothing
        day = self.cleaned_data["last_contact_on"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("This date is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(name) for name in REACHABLE) and not self.errors.keys() & set(REACHABLE):
            self.add_error("email", ValidationError(_("Please give an e-mail address, a telephone or an address.")))
        if self.instance.pk and cleaned.get("seen") != self.initial["seen"]:
            self._ask_again()
        return cleaned

    def _ask_again(self) -> None:
        """Somebody was faster: say so, keep what was typed, and take it at the next try."""
        day = self.instance.last_contact_on
        told = _("Somebody else has changed this. Last contact now: %(day)s. Check your entries and save again.")
        self.add_error(None, ValidationError(told, params={"day": date_format(day) if day else "–"}))
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]


class NoteForm(forms.Form):
    """What a contact was about."""

    note = forms.CharField(max_length=250, required=False)
