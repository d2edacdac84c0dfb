"""The office's own words in the mails about a registration."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions import cloning
from jisr.events.editions.models import Edition
from jisr.events.registration import places
from jisr.events.registration.cloning import KINDS
from jisr.events.registration.form_making import ChangedMeanwhile
from jisr.events.registration.mail_models import MailWords
from jisr.events.registration.models import ParticipantKind
from jisr.events.registration.policies import DECIDE_PARTICIPANT
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

COLUMNS = ("text_de", "text_en", "text_ar")


class LanguageMissing(DomainError):
    """Words that stand in one language must stand in all."""


def words_for(edition_pk: int, step: str, kind_pk: int) -> MailWords | None:
    """The words for a kind of participant, else those for all."""
    rows = MailWords.objects.filter(Q(kind=None) | Q(kind=kind_pk), edition=edition_pk, step=step)
    found: MailWords | None = rows.order_by(F("kind").asc(nulls_last=True)).first()
    return found


def words_of(edition: Edition, step: str, kind: ParticipantKind | None) -> MailWords | None:
    """What is written for exactly this kind, or for all."""
    found: MailWords | None = MailWords.objects.filter(edition=edition, step=step, kind=kind).first()
    return found


@transaction.atomic
def save_words(
    edition: Edition, step: str, kind: ParticipantKind | None, texts: Mapping[str, str], *, seen: int, actor: User
) -> None:
    """Write the words of one mail, or take them away where ``texts`` (by column) are empty.

    ``seen`` is the version that the form showed, 0 where there was none. Raises ``LanguageMissing``,
    ``ChangedMeanwhile``, ``Refused``.
    """
    authorize(actor, DECIDE_PARTICIPANT, edition)
    new = {column: texts[column].strip() for column in COLUMNS}
    if any(new.values()) and not all(new.values()):
        raise LanguageMissing(_("Please write them in all three languages, or leave all of them empty."))
    places.lock(edition.pk)
    row = words_of(edition, step, kind)
    if (row.version if row else 0) != seen:
        raise ChangedMeanwhile(_("Somebody else changed these words meanwhile. Look at them below before you save."))
    before = {column: getattr(row, column) if row else "" for column in COLUMNS}
    if before == new:
        return
    if not any(new.values()):
        MailWords.objects.filter(pk=row.pk if row else None).delete()
    else:
        MailWords.objects.update_or_create(edition=edition, step=step, kind=kind, defaults={**new, "version": seen + 1})
    changes = {column: [before[column], new[column]] for column in COLUMNS if before[column] != new[column]}
    trail.record("events.mail_words_saved", edition, actor=actor, changes={"step": ["", step], **changes})


def register() -> None:
    cloning.register(
        "mail_words",
        _("words of the office in mails"),
        clone_words,
        requires=[KINDS],
        place=22,
        count=lambda source: MailWords.objects.filter(edition=source).count(),
    )


def clone_words(source: Edition, target: Edition, **_how: Any) -> int:  # noqa: ANN401 - days do not matter
    """Words for mails that have none yet in the new edition; each for the kind with the same key."""
    kinds = {kind.key: kind for kind in target.participant_kinds.all()}
    made = 0
    for row in MailWords.objects.filter(edition=source).select_related("kind"):
        kind = kinds.get(row.kind.key) if row.kind else None
        if (row.kind and kind is None) or words_of(target, row.step, kind):
            continue
        MailWords.objects.create(
            edition=target, step=row.step, kind=kind, **{column: getattr(row, column) for column in COLUMNS}
        )
        made += 1
    return made
