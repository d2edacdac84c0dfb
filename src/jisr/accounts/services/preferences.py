"""What people set for themselves."""

from allauth.account.models import EmailAddress
from django.db import transaction

from jisr.accounts.models import User
from jisr.kernel import trail


@transaction.atomic
def change_preferences(user: User, *, display_name: str, preferred_language: str) -> None:
    """Change the name shown and the language of pages and mail."""
    before = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    changes: dict[str, list[str | None]] = {}
    if before.display_name != display_name:
        changes["display_name"] = [None, None]
    if before.preferred_language != preferred_language:
        changes["preferred_language"] = [before.preferred_language, preferred_language]
    if not changes:
        return
    user.display_name, user.preferred_language = display_name, preferred_language
    user.save(update_fields=["display_name", "preferred_language"])
    trail.record("accounts.preferences_changed", user, actor=user, changes=changes)


@transaction.atomic
def confirm_address(user: User) -> None:
    """Count the address of an account as confirmed: for accounts that the office makes."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
