"""Invitation letters: accessible PDF files in three languages, kept without a passport number.

Whoever may read the sealed data takes a copy with the number, which is set for that moment and kept nowhere.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.documents import pdf
from jisr.documents.services import discard, store
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.travel import telling
from jisr.events.travel.costs import costs_of
from jisr.events.travel.models import TravelLetter, TravelPlan
from jisr.events.travel.papers import KIND, subject_of
from jisr.events.travel.policies import ISSUE_LETTER
from jisr.events.travel.queries import travellers
from jisr.events.travel.services import NoJourney, finish_items, locked, read_travel_data, refuse_without_journey
from jisr.events.travel.states import ItemKind
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.notifications.rendering import one_line

TEMPLATE: Final = "documents/letter"
LONGEST: Final = 200


class NoLetter(DomainError):
    """There is no letter to take, or nothing to put into it."""


def issue_letters(public_id: UUID | str, languages: Iterable[str], *, actor: User, at: datetime) -> list[TravelLetter]:
    """Write the letters that are missing in ``languages``; a second click writes none.

    The files are set before anything is locked. Raises ``NoJourney``, ``Refused``.
    """
    participant = _found(public_id)
    authorize(actor, ISSUE_LETTER, participant)
    refuse_without_journey(participant)
    live = set(_live(participant).values_list("language", flat=True))
    drafts = [
        TravelLetter(participant=participant, language=language, issued_at=at, issued_by=actor)
        for language in dict.fromkeys(languages)
        if language not in live
    ]
    files = {draft.language: pdf.render_apart(TEMPLATE, sheet_of(draft), language=draft.language) for draft in drafts}
    return _keep(participant, drafts, files, actor=actor, at=at)


@transaction.atomic
def _keep(
    participant: Participant,
    drafts: list[TravelLetter],
    files: Mapping[str, bytes],
    *,
    actor: User,
    at: datetime,
) -> list[TravelLetter]:
    found = locked(participant.public_id)
    refuse_without_journey(found)
    live = set(_live(found).values_list("language", flat=True))
    kept = [draft for draft in drafts if draft.language not in live]
    for letter in kept:
        letter.document = store(
            ContentFile(files[letter.language], name=f"invitation-{letter.number}-{letter.language}.pdf"),
            owner_subject=subject_of(found),
            actor=SYSTEM,
            title=_title(letter)[:LONGEST],
            language=letter.language,
            kind=KIND,
        )
        letter.save()
        changes = {"letter": [None, letter.number], "language": [None, letter.language]}
        trail.record("events.travel_letter_issued", found, actor=actor, changes=changes)
    if kept:
        finish_items(found, ItemKind.INVITATION, actor=actor, at=at)
        to = [found.user] if found.user else telling.coordinators_for(found)
        telling.tell("letter", found, to=to, by=actor, at=at)
    return kept


def withdraw_letters(participant: Participant, *, actor: Any, at: datetime) -> int:  # noqa: ANN401
    """Take the letters of somebody back and delete their files. To be called in a transaction."""
    letters = list(_live(participant).select_for_update(of=("self",), no_key=True))
    for letter in letters:
        document = letter.document_id
        letter.document, letter.withdrawn_at = None, at
        letter.save(update_fields=["document", "withdrawn_at"])
        if document is not None:
            discard(document, actor=SYSTEM)
        changes = {"letter": [letter.number, None]}
        trail.record("events.travel_letter_withdrawn", participant, actor=actor, changes=changes)
    return len(letters)


def letter_with_passport(
    public_id: UUID | str, language: str, *, reason: str = "", actor: User
) -> tuple[TravelLetter, bytes]:
    """The issued letter with name and number of the passport, if they were entered. It is kept nowhere.

    Raises ``NoLetter``, and what ``read_travel_data`` raises.
    """
    participant = _found(public_id)
    opened = read_travel_data(public_id, reason=reason, actor=actor)
    letter = _live(participant).filter(language=language).first()
    if letter is None:
        raise NoLetter(_("There is no letter in this language yet."))
    if "passport_number" not in opened:
        raise NoLetter(_("No passport number was entered."))
    letter.participant = participant
    return letter, pdf.render_apart(TEMPLATE, sheet_of(letter, opened), language=language)


def ask_for_missing(edition: Edition, *, actor: User) -> None:
    """Have the worker write a letter for everybody who travels and has none."""
    authorize(actor, ISSUE_LETTER, edition)
    missing_in_worker.enqueue(edition.pk, actor.pk)


@task()
def missing_in_worker(edition: int, actor: int) -> None:
    """The worker's door to ``issue_missing``."""
    issue_missing(edition, actor=User.objects.get(pk=actor), at=timezone.now())


def issue_missing(edition: int, *, actor: User, at: datetime) -> int:
    """Write English letters and such in people's own language for those without any; return for how many people."""
    rows = travellers().filter(edition=edition, travel_items__kind=ItemKind.INVITATION)
    without = rows.exclude(travel_letters__in=TravelLetter.objects.filter(withdrawn_at=None))
    issued = 0
    for public_id, language in list(without.values_list("public_id", "user__preferred_language")):
        with suppress(NoJourney):  # who gave their place back meanwhile
            issued += bool(issue_letters(public_id, ["en", language or "en"], actor=actor, at=at))
    return issued


def sheet_of(letter: TravelLetter, opened: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What stands in a letter, in its language. Names are data: no text becomes code, no sign turns others around."""
    participant, edition = letter.participant, letter.participant.edition
    plan = TravelPlan.objects.filter(edition=edition).first() or TravelPlan()
    words = getattr(plan, f"letter_words_{letter.language}")
    with translation.override(letter.language):
        told = {"name": _clean(participant.full_name), "meeting": _clean(edition.title)}
        return {
            "title": _title(letter),
            "sender": _lines_of(plan.letter_sender),
            "paragraphs": [
                gettext("To whom it may concern,"),
                gettext("We invite %(name)s to take part in the meeting “%(meeting)s”.") % told,
                gettext(
                    "The meeting brings German and Palestinian local authorities together that work as partners or "
                    "want to become partners. Please give the person named here the support that a journey to it needs."
                ),
                *_lines_of(words),
            ],
            "facts": [{"label": str(label), "value": value} for label, value in _facts(letter, opened or {}) if value],
            "closing": _closing(plan),
        }


def _closing(plan: TravelPlan) -> str:
    signed_by = _clean(plan.letter_signed_by)
    return gettext("For the programme office: %(name)s") % {"name": signed_by or gettext("the events team")}


def _lines_of(text: str) -> list[str]:
    return [_clean(line) for line in text.splitlines() if line.strip()]


def _facts(letter: TravelLetter, opened: Mapping[str, Any]) -> list[tuple[Any, str]]:
    participant, edition = letter.participant, letter.participant.edition
    return [
        (pgettext("of a letter", "Number"), letter.number),
        (pgettext("of a letter", "Issued on"), _day(timezone.localdate(letter.issued_at))),
        (_("Name"), _clean(participant.full_name)),
        (_("Name as in the passport"), _clean(str(opened.get("passport_name", "")))),
        (_("Number of the passport"), _clean(str(opened.get("passport_number", "")))),
        (_("Function"), _clean(participant.function_title)),
        (_("Sent by"), _clean(str(participant.body or ""))),
        (_("Meeting"), _clean(edition.title)),
        (_("Place"), _clean(edition.place)),
        (_("First day"), _day(edition.start_on)),
        (_("Last day"), _day(edition.end_on)),
        (_("Hosts and partners"), _clean(pgettext("between items of a list", ", ").join(edition.partners))),
        *_costs(participant),
    ]


def _costs(participant: Participant) -> list[tuple[Any, str]]:
    (own,) = costs_of(participant.edition, (participant.side,))
    told = gettext("Costs: %(category)s")
    return [
        (told % {"category": rule.get_category_display()}, str(rule.get_bearer_display()))
        for rule in own.rules
        if rule.category != "working_time"
    ]


def _title(letter: TravelLetter) -> str:
    with translation.override(letter.language):
        return gettext("Invitation letter for %(name)s") % {"name": _clean(letter.participant.full_name)}


def _day(day: date) -> str:
    return str(date_format(day, "DATE_FORMAT"))


def _clean(text: str) -> str:
    return one_line(str(text), LONGEST)


def _live(participant: Participant) -> Any:  # noqa: ANN401 - a query set
    return TravelLetter.objects.filter(participant=participant, withdrawn_at=None)


def _found(public_id: UUID | str) -> Participant:
    rows = Participant.objects.select_related("edition__series", "authority__country", "organisation__country", "user")
    found: Participant = rows.get(public_id=public_id)
    return found
