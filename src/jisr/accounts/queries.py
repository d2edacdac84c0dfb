"""Questions about people and invitations."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from jisr.accounts.states import Role


class UserQuerySet(models.QuerySet):
    """Questions about accounts."""

    def visible_to(self, actor: Any) -> Self:  # noqa: ANN401 - a person; the model stands above this layer
        """The rows that ``policies.READ_PERSON`` allows, as one query."""
        if actor.has_role(Role.ADMINISTRATOR):
            return self.existing()
        return self.existing().filter(pk=actor.pk)

    def existing(self) -> Self:
        """Without erased accounts."""
        return self.filter(erased_at=None)

    def staff(self) -> Self:
        return self.filter(roles__isnull=False).distinct()

    def never_confirmed(self, *, since: datetime) -> Self:
        """Sign-ups from before ``since`` whose address was never confirmed and who never came in."""
        waiting = self.existing().filter(date_joined__lt=since, last_login=None, roles=None, is_superuser=False)
        return waiting.exclude(emailaddress__verified=True)


class InvitationQuerySet(models.QuerySet):
    """Questions about invitations."""

    def open(self, *, at: datetime) -> Self:
        """Those that can still be accepted."""
        return self.filter(used_at=None, expires_at__gt=at)
