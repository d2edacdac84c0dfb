"""What somebody has typed of a registration so far, page by page. Nothing is lost until it is sent."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.registration.form_models import RegistrationDraft

LONGEST, MOST = 5000, 60  # signs of a value, values of a page


def draft_of(edition: Edition, user: User) -> RegistrationDraft | None:
    found: RegistrationDraft | None = RegistrationDraft.objects.filter(edition=edition, user=user).first()
    return found


@transaction.atomic
def keep_page(
    edition: Edition, page: str, typed: QueryDict, names: Iterable[str], *, actor: User, at: datetime
) -> RegistrationDraft:
    """Keep what was typed on one page as it was typed, right or wrong."""
    defaults = {"changed_at": at, "form_key": secrets.token_hex()}
    RegistrationDraft.objects.get_or_create(edition=edition, user=actor, defaults=defaults)
    draft: RegistrationDraft = RegistrationDraft.objects.select_for_update(no_key=True).get(edition=edition, user=actor)
    values = {name: [value[:LONGEST].replace("\x00", "") for value in typed.getlist(name)[:MOST]] for name in names}
    draft.data = {**draft.data, page: values}
    draft.changed_at = at
    draft.save(update_fields=["data", "changed_at"])
    return draft


def page_data(draft: RegistrationDraft | None, page: str) -> QueryDict | None:
    """What was typed on a page, as its form takes it; None if the page was not filled in yet."""
    if draft is None or page not in draft.data:
        return None
    found = QueryDict(mutable=True)
    values: dict[str, Any] = draft.data[page]
    for name, texts in values.items():
        found.setlist(name, texts)
    return found


def forget(edition: Edition, *, actor: User) -> None:
    """Delete the draft once it is sent."""
    RegistrationDraft.objects.filter(edition=edition, user=actor).delete()
