"""Checks, shares and publishes minutes, decisions and result sheets; what is public is a copy of that moment."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions.states import State as EditionState
from jisr.events.results import minutes as minutes_of
from jisr.events.results import sheets
from jisr.events.results.models import Decision, Minutes, Outcome, ResultSheet
from jisr.events.results.naming import refuse_persons
from jisr.events.results.policies import RELEASE_RESULT
from jisr.events.results.states import LANGUAGES, SheetPart, State
from jisr.events.results.workflow import target
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.search import services as search

SEARCH_KIND: Final = "meeting_result"
T = TypeVar("T", bound=Outcome)
NEEDED: Final = (SheetPart.TOPIC, SheetPart.AGREED)
VERBS: Final = {
    "check": "checked",
    "share": "shared",
    "publish": "published",
    "renew": "renewed",
    "take_back": "taken_back",
    "reopen": "reopened",
}


class Unfinished(DomainError):
    """Something is missing that must be there before the next step."""


def decision_snapshot(decision: Decision) -> dict[str, Any]:
    def spoken(column: str) -> dict[str, str]:
        return {code: text for code in LANGUAGES if (text := getattr(decision, f"{column}_{code}"))}

    return {
        "titles": minutes_of.titles_of(decision.session) or decision.titles,
        "language": decision.original_language,
        "text": spoken("text"),
        "decided_by": spoken("decided_by"),
    }


SNAPSHOTS: Final[dict[type[Outcome], Callable[[Any], dict[str, Any]]]] = {
    Minutes: minutes_of.snapshot,
    Decision: decision_snapshot,
    ResultSheet: sheets.snapshot,
}


@transaction.atomic
def move(model: type[T], public_id: UUID, name: str, *, actor: User, at: datetime) -> T:
    """Take one step: check, share, publish, renew, take_back, reopen."""
    thing: T = model._default_manager.select_for_update(of=("self",), no_key=True).get(public_id=public_id)
    authorize(actor, RELEASE_RESULT, thing)
    before, thing.state = thing.state, target(name, current=thing.state)
    content = SNAPSHOTS[model](thing)
    if name == "check":
        _refuse_empty(thing, content)
        thing.checked_at, thing.checked_by = at, actor
    if thing.state == State.PUBLIC:
        _refuse_unfit(thing, content)
        thing.released, thing.published_at = content, at
    else:
        thing.released, thing.published_at = None, None
    thing.save()
    search.update(SEARCH_KIND, f"{thing._meta.model_name}:{thing.public_id}")
    changes = {"state": [before, str(thing.state)]}
    trail.record(f"events.{thing._meta.model_name}_{VERBS[name]}", thing, actor=actor, changes=changes)
    return thing


def _refuse_empty(thing: Outcome, content: dict[str, Any]) -> None:
    if isinstance(thing, Minutes) and not content["blocks"]:
        raise Unfinished(_("These minutes are empty. Please write them first."))
    if isinstance(thing, ResultSheet) and any(part.value not in content["parts"] for part in NEEDED):
        raise Unfinished(_("Please fill in the topic and what was agreed first."))


def _refuse_unfit(thing: Outcome, content: dict[str, Any]) -> None:
    if thing.edition.state == EditionState.PLANNED:
        raise Unfinished(_("The meeting itself is not public yet. Announce it first."))
    refuse_persons(texts_in(content), thing.edition_id)


def texts_in(content: Any) -> Iterable[str]:  # noqa: ANN401 - what JSON holds
    """All texts of a snapshot, however deep they lie."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for each in content.values():
            yield from texts_in(each)
    elif isinstance(content, list | tuple):
        for each in content:
            yield from texts_in(each)
