"""What allauth asks the product to decide."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


class AccountAdapter(DefaultAccountAdapter):
    """Pages and mails after sign-in speak the person's own language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the name is allauth's
        return bool(settings.ACCOUNTS_OPEN)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return f"/{request.user.preferred_language}{settings.SIGNED_IN_PATH}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Without the name or the browser's words of a stranger: what is typed at sign-up reaches no mailbox."""
        user = context.get("user")
        language = getattr(user, "preferred_language", "") or translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, context)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts that come from the operator's own identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401, ARG002 - allauth's
        return bool(settings.OIDC_ISSUER)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:  # noqa: ANN401
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        user.display_name = (data.get("name") or " ".join(parts).strip() or user.email)[:120]
        user.preferred_language = translation.get_language() or settings.LANGUAGE_CODE
        return user
