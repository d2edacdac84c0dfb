"""The form with which readers report a barrier. It needs no cookie and no session."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.content.models.feedback import LONGEST_ADDRESS, LONGEST_BARRIER
from jisr.web.fields import Lines
from jisr.web.open_form import OpenForm


class FeedbackForm(OpenForm):
    """A barrier, the page it is on, and where to answer."""

    page = forms.CharField(
        label=_("Address of the page"),
        help_text=_("The page it is about. Leave it empty if it is about the whole site."),
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    barrier = Lines(
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
