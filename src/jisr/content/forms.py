"""The form with which readers report a barrier. It needs no cookie and no session."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from jisr.content.models.feedback import LONGEST_ADDRESS, LONGEST_BARRIER

SHORTEST_SECONDS = 2
LONGEST_SECONDS = 24 * 60 * 60
_SIGNER = signing.TimestampSigner(salt="content.feedback")
_SIGNED = "feedback"


def new_stamp() -> str:
    """A signed note of when the form was shown."""
    return _SIGNER.sign(_SIGNED)


def stamp_age_fits(stamp: str) -> bool:
    """Whether the form was shown long enough ago for a person to fill it in, and not too long ago."""
    try:
        _SIGNER.unsign(stamp, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        return False
    try:
        _SIGNER.unsign(stamp, max_age=SHORTEST_SECONDS)
    except signing.SignatureExpired:
        return True
    return False


class _Lines(forms.CharField):
    """Text whose line ends count once, as the browser counts them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - the framework's signature
        text: str = super().to_python(value)
        return text.replace("\r\n", "\n")


class FeedbackForm(forms.Form):
    """A barrier, the page it is on, and where to answer."""

    page = forms.CharField(
        label=_("Address of the page"),
        help_text=_("The page it is about. Leave it empty if it is about the whole site."),
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    barrier = _Lines(
        label=_("Your message"),
        help_text=_("What did you want to do, and what kept you from it? Which fact is wrong? At most 5,000 letters."),
        max_length=LONGEST_BARRIER,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    email = forms.EmailField(
        label=_("E-mail address for our answer"),
        help_text=_("We use it to answer you and for nothing else."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field keeps out machines. Please empty it and send again."))
        return ""

    def clean(self) -> dict[str, Any]:
        if not self.errors and not stamp_age_fits(self.data.get("stamp", "")):
            raise forms.ValidationError(_("Nothing is lost. For safety, please check your text and send it once more."))
        return self.cleaned_data
