"""The smallest valid people: with a confirmed address, perhaps with roles in the programme office."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from factory import Sequence, Trait
from factory.django import DjangoModelFactory, Password

from jisr.accounts.models import StaffRole, User
from jisr.accounts.states import Role

PASSWORD = "a-long-pass-phrase-1"


class UserFactory(DjangoModelFactory):
    """``UserFactory(roles=[Role.ADVISER])`` works for the office, with a second factor unless ``totp=False``.

    ``UserFactory(totp=True)`` has a second factor without a role; ``verified=False`` has not confirmed the address.
    """

    class Meta:
        model = User

    class Params:
        adviser = Trait(roles=(Role.ADVISER,))
        administrator = Trait(roles=(Role.ADMINISTRATOR,))

    email = Sequence(lambda number: f"person-{number}@example.org")
    display_name = Sequence(lambda number: f"Person {number}")
    preferred_language = "en"
    password = Password(PASSWORD)
    verified = True
    roles = ()
    totp = None

    @classmethod
    def _create(cls, model_class: type[User], *_positions: Any, **columns: Any) -> User:
        verified, roles, totp = columns.pop("verified"), columns.pop("roles"), columns.pop("totp")
        user = model_class.objects.create(**columns)
        EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
        StaffRole.objects.bulk_create(StaffRole(user=user, role=role) for role in roles)
        if bool(roles) if totp is None else totp:
            TOTP.activate(user, generate_totp_secret())
        return user
