"""Who reads messages, and who sends a mail again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule


class Can:
    """The permissions of this room."""

    READ_MESSAGE = permission("notifications.read_message", _("read a message"))
    SEND_AGAIN = permission("notifications.send_again", _("send a mail again that could not be delivered"))


@rule(Can.READ_MESSAGE)
def may_read(actor: User, message: Any) -> Verdict:  # noqa: ANN401 - a Message, which stands above this layer
    if not actor.is_authenticated or message.recipient_id != actor.pk:
        return deny(_("Only the person it is addressed to can read a message."))
    return ALLOW


@rule(Can.SEND_AGAIN)
def may_send_again(actor: User, _message: Any) -> Verdict:  # noqa: ANN401
    if not actor.is_authenticated or not actor.has_role(Role.ADMINISTRATOR, Role.ADVISER):
        return deny(_("Only administrators and advisers of the programme office can send a mail again."))
    return ALLOW
