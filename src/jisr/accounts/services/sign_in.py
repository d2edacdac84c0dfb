"""Sessions and second factors of a person."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from jisr.accounts.models import User
from jisr.accounts.policies import RESET_SECOND_FACTOR
from jisr.kernel import trail
from jisr.kernel.policy import authorize


@transaction.atomic
def end_sessions(user: User) -> int:
    """Sign the person out everywhere; return from how many browsers."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def remove_second_factor(user: User, *, actor: Any) -> None:  # noqa: ANN401 - a person or an audit.services.Actor
    """For somebody who lost phone and recovery codes, once the administrator has made sure who is asking.

    All sessions end. Staff set up a new one before anything else opens.
    """
    authorize(actor, RESET_SECOND_FACTOR, user)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    trail.record("accounts.second_factor_removed", user, actor=actor)
