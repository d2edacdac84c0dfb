"""Sign-ins and changes of what protects an account go into the trail."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factor
from django.db import transaction

from jisr.accounts.models import User
from jisr.kernel import trail

TOLD = (
    (account.user_signed_up, "accounts.signed_up"),
    (account.user_logged_in, "accounts.signed_in"),
    (account.password_set, "accounts.password_changed"),
    (account.password_changed, "accounts.password_changed"),
    (account.password_reset, "accounts.password_reset"),
    (account.email_changed, "accounts.address_changed"),
    (account.email_added, "accounts.address_added"),
    (account.email_removed, "accounts.address_removed"),
    (factor.authenticator_added, "accounts.second_factor_added"),
    (factor.authenticator_removed, "accounts.second_factor_removed"),
    (factor.authenticator_reset, "accounts.second_factor_renewed"),
)


def listen() -> None:
    for signal, action in TOLD:
        signal.connect(_teller(action), weak=False, dispatch_uid=f"jisr.{action}.{id(signal)}")


def _teller(action: str) -> Any:  # noqa: ANN401 - a receiver of a signal
    def tell(user: User, authenticator: Any = None, **_payload: object) -> None:  # noqa: ANN401
        changes = {} if authenticator is None else {"type": [None, authenticator.type]}
        with transaction.atomic():
            trail.record(action, user, actor=user, changes=changes)

    return tell
