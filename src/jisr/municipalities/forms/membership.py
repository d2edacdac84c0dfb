"""What people type about memberships."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.models import Membership
from jisr.municipalities.states import MembershipRole

LONGEST_NOTE = 2000


def _note(label: Any, hint: Any = "", *, required: bool = True) -> forms.CharField:  # noqa: ANN401 - lazy text
    area = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST_NOTE, required=required, widget=area)


class AskForm(forms.Form):
    """In which role somebody wants to act."""

    role = forms.ChoiceField(label=_("Role"), choices=MembershipRole, widget=forms.RadioSelect)
    function_title = forms.CharField(
        label=_("Function"),
        help_text=_("What you are called at work, such as head of the international office."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization-title"}),
    )


class InviteForm(forms.Form):
    """Who is invited, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person gets a mail with a link that is valid for 14 days."),
        max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(label=_("Role"), choices=MembershipRole, widget=forms.RadioSelect)
    function_title = forms.CharField(
        label=_("Function"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class RefuseForm(forms.Form):
    """Why somebody does not act for the body."""

    reason = _note(_("Reason"), _("The person reads it. Say what would have to change."))


class EndForm(forms.Form):
    """How a membership ends."""

    note = _note(_("Note"), _("For those who stay: what is open, and whom to ask."), required=False)
    has_no_successor = forms.BooleanField(label=_("There is no successor. The note says why."), required=False)

    def __init__(self, *args: Any, is_last: bool, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        if not is_last:
            del self.fields["has_no_successor"]


class HandOverForm(forms.Form):
    """Who takes over, and what they need to know."""

    successor = forms.TypedChoiceField(label=_("Successor"), coerce=int)
    note = _note(_("Handover note"), _("Both of you can read it: what is open, whom to ask, where papers lie."))

    def __init__(self, *args: Any, heirs: list[Membership], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [
            (heir.pk, f"{heir.person_name} – {heir.get_role_display()}") for heir in heirs
        ]
