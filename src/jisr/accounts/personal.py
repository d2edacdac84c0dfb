"""What this room keeps about people, hands over, takes out, and lets time remove."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import ErasureLog, Invitation, User
from jisr.accounts.services import end_sessions
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention

UNCONFIRMED = timedelta(days=30)
SIGN_IN, RIGHTS = _("signing in"), _("knowing who has which rights")


def register() -> None:
    personal.register_export("accounts", own_data)
    personal.register_erasure("accounts", take_out)
    personal.register_retention("accounts", expire)
    _declare_accounts()
    _declare_sign_in()


def _declare_accounts() -> None:
    declare = personal.declare
    declare("accounts.User", "email", purpose=SIGN_IN, retention=Retention.ACCOUNT, erasure=Erasure.ANONYMISED)
    declare(
        *("accounts.User", "display_name"),
        purpose=_("showing colleagues who did something"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.EMPTIED,
    )
    declare("accounts.StaffRole", "user", purpose=RIGHTS, retention=Retention.ACCOUNT, erasure=Erasure.DELETED)
    declare(
        *("accounts.Invitation", "email"),
        purpose=_("inviting a person"),
        retention=_("30 days after it was used or became invalid"),
        erasure=Erasure.DELETED,
    )
    declare(
        *("accounts.Invitation", "invited_by", "accepted_by"),
        purpose=RIGHTS,
        retention=_("30 days after it was used or became invalid"),
        erasure=Erasure.NUMBER,
    )
    declare(
        *("accounts.ErasureLog", "account_number"),
        purpose=_("proving that an erasure was done"),
        retention=Retention.AUDIT,
        erasure=Erasure.NUMBER,
    )


def _declare_sign_in() -> None:
    rows = {"retention": Retention.ACCOUNT, "erasure": Erasure.DELETED, "purpose": SIGN_IN}
    personal.declare("account.EmailAddress", "email", "user", **rows)
    personal.declare("mfa.Authenticator", "user", **rows)
    personal.declare("socialaccount.SocialAccount", "user", **rows)
    personal.declare(
        *("usersessions.UserSession", "user", "ip", "user_agent"),
        purpose=_("letting people see and end where they are signed in"),
        retention=Retention.SESSION,
        erasure=Erasure.DELETED,
    )


def own_data(user: User) -> OwnData:
    rows = [
        {
            "kind": "account",
            "email": user.email,
            "display_name": user.display_name,
            "preferred_language": user.preferred_language,
            "date_joined": user.date_joined,
            "last_login": user.last_login,
            "roles": ", ".join(sorted(user.role_names)),
        },
        *({"kind": "e-mail address", "email": row.email, "verified": row.verified} for row in _addresses(user)),
        *({"kind": "session", "ip": row.ip, "user_agent": row.user_agent, "created_at": row.created_at}
          for row in UserSession.objects.filter(user=user).order_by("pk")),
        *({"kind": "second factor", "type": row.type, "created_at": row.created_at, "last_used_at": row.last_used_at}
          for row in Authenticator.objects.filter(user=user).order_by("pk")),
        *({"kind": "linked account", "provider": row.provider, "uid": row.uid, "extra_data": row.extra_data}
          for row in SocialAccount.objects.filter(user=user).order_by("pk")),
    ]  # fmt: skip
    return OwnData(title=_("Your account"), rows=rows, labels=LABELS)


LABELS = {
    "kind": _("kind"),
    "email": _("e-mail address"),
    "display_name": _("name shown"),
    "preferred_language": _("preferred language"),
    "date_joined": _("opened on"),
    "last_login": _("last sign-in"),
    "roles": _("roles"),
    "verified": _("confirmed"),
    "ip": _("network address"),
    "user_agent": _("browser"),
    "created_at": _("since"),
    "last_used_at": _("last used"),
    "type": _("type"),
}


def _addresses(user: User) -> list[EmailAddress]:
    return list(EmailAddress.objects.filter(user=user).order_by("pk"))


def take_out(user: User) -> int:
    """Empty the account; its number stays, so that the trail keeps its sense."""
    touched = end_sessions(user)
    addresses = [user.email, *(row.email for row in _addresses(user))]
    for rows in (
        Invitation.objects.filter(email__in=addresses),
        EmailAddress.objects.filter(user=user),
        Authenticator.objects.filter(user=user),
        SocialAccount.objects.filter(user=user),
        user.roles.all(),
    ):
        touched += rows.delete()[0]
    user.groups.clear()
    user.user_permissions.clear()
    user.email = f"erased-{secrets.token_hex(12)}@erased.invalid"
    user.display_name, user.last_login = "", None
    user.is_active = user.is_superuser = False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    return touched + 1


def expire(at: datetime) -> int:
    """Invitations and sign-ups that came to nothing, and the list of browsers whose session has ended."""
    before = at - UNCONFIRMED
    invitations = Invitation.objects.filter(Q(used_at__lt=before) | Q(expires_at__lt=before))
    ended = [session.pk for session in UserSession.objects.iterator() if not session.exists()]
    sign_ups = User.objects.never_confirmed(since=before).exclude(pk__in=ErasureLog.objects.values("account_number"))
    return sum(rows.delete()[0] for rows in (invitations, UserSession.objects.filter(pk__in=ended), sign_ups))
