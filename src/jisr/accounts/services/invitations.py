"""Invitations: one link, one use, two weeks."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.accounts.models import Invitation, User
from jisr.accounts.policies import INVITE
from jisr.accounts.services.roles import grant_role
from jisr.accounts.signals import invitation_accepted
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

VALID_FOR = timedelta(days=14)


class InvitationGone(DomainError):
    """The link was used, is too old, was never made, or is for somebody else."""


@transaction.atomic
def invite(email: str, *, language: str, actor: User, at: datetime, role: str = "", note: str = "") -> Invitation:
    """Invite a person by mail in their language, whether or not they have an account.

    ``note``: one sentence of the room that invites, such as for which authority, in the reader's language.
    """
    authorize(actor, INVITE, role)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        language=language,
        role=role,
        token_digest=digest_of(token),
        invited_by=actor,
        expires_at=at + VALID_FOR,
    )
    trail.record("accounts.invited", invitation, actor=actor, changes={"email": [None, None], "role": [None, role]})
    transaction.on_commit(lambda: _send(invitation, token, note))
    return invitation


def find_open(token: str, *, at: datetime) -> Invitation:
    """The invitation of a link. Raises ``InvitationGone`` alike for a used, an expired and an unknown one."""
    invitation: Invitation | None = Invitation.objects.open(at=at).filter(token_digest=digest_of(token)).first()
    if invitation is None:
        raise InvitationGone(gettext_lazy("This invitation has been used already, or it is too old."))
    return invitation


@transaction.atomic
def accept(
    token: str,
    *,
    at: datetime,
    user: User | None = None,
    display_name: str = "",
    language: str = "",
    password: str = "",
) -> User:
    """Open the account of the invited address, or let the person who has it accept; return that person.

    The link was read in the mailbox of the address, so the address counts as confirmed. Raises ``InvitationGone``.
    """
    invitation = find_open(token, at=at)
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if invitation.used_at is not None:  # two tabs at once
        raise InvitationGone(gettext_lazy("This invitation has been used already, or it is too old."))
    if user is None:
        user = _open_account(invitation, display_name=display_name, language=language, password=password)
    elif user.email != invitation.email:
        raise InvitationGone(gettext_lazy("This invitation is for another e-mail address."))
    invitation.used_at, invitation.accepted_by = at, user
    invitation.save(update_fields=["used_at", "accepted_by"])
    _give_role(invitation, user)
    trail.record("accounts.invitation_accepted", invitation, actor=user)
    transaction.on_commit(lambda: invitation_accepted.send(Invitation, invitation=invitation, user=user))
    return user


def _open_account(invitation: Invitation, *, display_name: str, language: str, password: str) -> User:
    if User.objects.filter(email=invitation.email).exists():
        raise InvitationGone(gettext_lazy("There is an account with this address. Please sign in first."))
    user = User.objects.create_user(
        invitation.email, password, display_name=display_name, preferred_language=language or invitation.language
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _give_role(invitation: Invitation, user: User) -> None:
    """The role comes from whoever invited, with the rights they have now."""
    if invitation.role and invitation.invited_by is not None and invitation.invited_by.pk != user.pk:
        grant_role(user, invitation.role, actor=invitation.invited_by)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _send(invitation: Invitation, token: str, note: str) -> None:
    with translation.override(invitation.language):
        path = reverse("accounts:invitation", args=[token])
        context: dict[str, Any] = {"url": settings.BASE_URL + path, "invitation": invitation, "note": note}
        text = render_to_string("accounts/mail/invitation.txt", context)
        send_mail(_("Your invitation to Jisr"), text, None, [invitation.email])
