"""What people type about themselves and others."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role

NAME = {
    "label": _("Your name"),
    "max_length": 120,
    "help_text": _("As colleagues should see it. It is never shown in public."),
    "widget": forms.TextInput(attrs={"autocomplete": "name"}),
}
LANGUAGE = {
    "label": _("Language"),
    "choices": settings.LANGUAGES,
    "help_text": _("In this language we write to you, and pages open in it after you have signed in."),
}


class Introduction(forms.Form):
    """What sign-up asks besides address and password. allauth builds its form upon this one."""

    display_name = forms.CharField(**NAME)
    preferred_language = forms.ChoiceField(**LANGUAGE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        self.fields["preferred_language"].initial = get_language()

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 - the names are allauth's
        user.display_name = self.cleaned_data["display_name"]
        user.preferred_language = self.cleaned_data["preferred_language"]
        user.save(update_fields=["display_name", "preferred_language"])


class PreferencesForm(forms.Form):
    """Name and language of one's own account."""

    display_name = forms.CharField(**NAME)
    preferred_language = forms.ChoiceField(**LANGUAGE)


class AcceptForm(PreferencesForm):
    """Opens the account of somebody who was invited."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=password_validators_help_text_html,
    )
    password_again = forms.CharField(
        label=_("Password (again)"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", _("Please type the same password twice."))
        if password:
            try:
                validate_password(password, User(email=self.email, display_name=cleaned.get("display_name", "")))
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return cleaned


class EraseForm(forms.Form):
    """Confirms an erasure: with the password, or with a tick when the account has none."""

    is_sure = forms.BooleanField(label=_("I understand that this cannot be undone."))
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password


class InvitationForm(forms.Form):
    """Invites into the programme office."""

    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The invitation is written in this language.")
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, help_text=_("Further roles can be given once the account is open.")
    )


class RoleForm(forms.Form):
    """One role to give or to take."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
