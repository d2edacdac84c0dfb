"""How somebody wants their mails."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.notifications.states import Delivery


class DeliveryForm(forms.Form):
    """One question: each message by itself, or all of a day together."""

    delivery = forms.ChoiceField(
        label=_("How do you want to be told by e-mail?"),
        help_text=_("Urgent messages always come at once. Your inbox here shows every message at once, too."),
        choices=Delivery.choices,
        widget=forms.RadioSelect,
    )
