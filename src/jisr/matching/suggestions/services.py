"""Sends suggestions, sets weights, and lets an authority say whether and how often it is suggested."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jisr.accounts.models import User
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.matching.introductions.beginning import AlreadyIntroduced
from jisr.matching.introductions.policies import SUGGEST_PAIR
from jisr.matching.introductions.services import suggest_pair
from jisr.matching.models import MatchingProfile, WeightSet
from jisr.matching.policies import RUN_ROUND
from jisr.matching.services import ask_for_round, round_in_worker
from jisr.matching.states import ReasonKind
from jisr.matching.suggestions.pairs import Moment, Pair, mark_of
from jisr.matching.suggestions.policies import SET_LIMITS, SET_WEIGHTS
from jisr.municipalities.models import Authority

KINDS = ("themes", "size", "languages", "text")
WHOLE, FEWEST_KINDS = 100, 2
FEWEST, MOST = 1, 20  # open introductions at a time


class NotWithin(DomainError):
    """A number is outside of what is allowed. ``facts["field"]`` names the answer."""


class ChangedMeanwhile(DomainError):
    """Somebody else, or the day, has changed what the page showed."""


@dataclass(frozen=True)
class Wish:
    """A pair to be suggested. ``seen`` is the mark of the points that the page showed; empty if it showed none."""

    pair: Pair
    note: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a wish. Without ``problem`` the pair is being introduced; ``is_new``: by this very wish."""

    wish: Wish
    is_new: bool = False
    problem: str = ""


def send_suggestions(wishes: Iterable[Wish], *, actor: User, at: datetime) -> list[Outcome]:
    """Suggest each pair to both its sides; one that cannot be sent keeps none of the others back.

    An introduction that somebody else has begun stands, and its sender is told so.
    """
    authorize(actor, SUGGEST_PAIR)
    listed = list(wishes)
    moment = Moment.now(wish.pair for wish in listed)
    return [_sent(wish, moment, actor=actor, at=at) for wish in listed]


def _sent(wish: Wish, moment: Moment, *, actor: User, at: datetime) -> Outcome:
    pair = wish.pair
    if pair.numbers in moment.under_way:
        return Outcome(wish)
    if problem := moment.hindrance(pair):
        return Outcome(wish, problem=problem)
    reasons = moment.reasons(pair)
    if wish.seen and wish.seen != mark_of(reasons):
        return Outcome(
            wish, problem=gettext("The reasons have changed since you opened this page. They are now as shown.")
        )
    try:
        suggest_pair(pair.german, pair.palestinian, note=wish.note, reasons=reasons, actor=actor, at=at)
    except AlreadyIntroduced:
        return Outcome(wish)
    except DomainError as refusal:
        return Outcome(wish, problem=str(refusal.message))
    return Outcome(wish, is_new=True)


@transaction.atomic
def set_weights(valid_from: date, shares: Mapping[str, int], *, actor: User, at: datetime) -> WeightSet:
    """Let other weights hold from a day on. Those that are still to come can be set anew; what has begun stays."""
    authorize(actor, SET_WEIGHTS)
    wanted = {name: shares[name] for name in KINDS}
    _check_weights(wanted)
    if valid_from < timezone.localdate(at):
        raise NotWithin(_("Weights cannot begin in the past. What was shown then stays explained."), field="valid_from")
    known: WeightSet | None = WeightSet.objects.select_for_update(no_key=True).filter(valid_from=valid_from).first()
    before = {name: getattr(known, name) if known else None for name in KINDS}
    if before == wanted and known is not None:
        return known
    if known is not None and valid_from <= timezone.localdate(at):
        raise NotWithin(_("Weights hold from this day on already. Please choose a later day."), field="valid_from")
    made: WeightSet
    made, _is_new = WeightSet.objects.update_or_create(valid_from=valid_from, defaults=wanted)
    changes: dict[str, list[object]] = {name: [before[name], wanted[name]] for name in KINDS}
    changes["valid_from"] = [known.valid_from.isoformat() if known else None, valid_from.isoformat()]
    trail.record("matching.weights_set", made, actor=actor, changes=changes)
    return made


def _check_weights(shares: Mapping[str, int]) -> None:
    for name, share in shares.items():
        if not 0 <= share <= WHOLE:
            raise NotWithin(_("Please choose from 0 to 100 percent."), field=name)
    total = sum(shares.values())
    if total != WHOLE:
        message = gettext("Together these must be 100 percent; now they are %(total)s.") % {"total": total}
        raise NotWithin(message, field="themes")
    if sum(share > 0 for share in shares.values()) < FEWEST_KINDS:
        raise NotWithin(_("Every suggestion needs two reasons: give at least two of them a weight."), field="themes")


@dataclass(frozen=True)
class Limits:
    """Whether an authority may be suggested, and how many open introductions it wants at most."""

    is_willing: bool
    most: int

    @property
    def mark(self) -> str:
        return f"{int(self.is_willing)}-{self.most}"


@transaction.atomic
def set_limits(authority: Authority, limits: Limits, *, seen: str, actor: User) -> MatchingProfile:
    """Change these two and nothing else of a profile. ``seen``: the mark of what the page showed."""
    authorize(actor, SET_LIMITS, authority)
    if not FEWEST <= limits.most <= MOST:
        raise NotWithin(_("Please choose from 1 to 20 introductions."), field="most")
    profile: MatchingProfile | None = (
        MatchingProfile.objects.select_for_update(no_key=True).filter(authority=authority).first()
    )
    if profile is None:
        raise NotWithin(
            _("Please write a request or an offer first; suggestions are made from it."), field="is_willing"
        )
    known = Limits(profile.is_willing, profile.introductions_limit)
    if known == limits:
        return profile
    if seen != known.mark:
        raise ChangedMeanwhile(_("Somebody else has changed this meanwhile. Please look at it again."))
    profile.is_willing, profile.introductions_limit = limits.is_willing, limits.most
    profile.save(update_fields=["is_willing", "introductions_limit", "updated_at"])
    changed: dict[str, list[object]] = {}
    if known.is_willing != limits.is_willing:
        changed["is_willing"] = [known.is_willing, limits.is_willing]
    if known.most != limits.most:
        changed["introductions_limit"] = [known.most, limits.most]
    trail.record("matching.limits_set", profile, actor=actor, changes=changed)
    return profile


def last_asked_round() -> Any:  # noqa: ANN401 - a row of the queue, or none
    """The last round that somebody asked for; its row tells whether the worker has done it."""
    return DBTaskResult.objects.filter(task_path=round_in_worker.module_path).order_by("-enqueued_at").first()


def is_under_way(asked: Any) -> bool:  # noqa: ANN401 - a row of the queue, or none
    return asked is not None and asked.status in {TaskResultStatus.READY, TaskResultStatus.RUNNING}


@transaction.atomic
def ask_for_one_round(*, actor: User) -> bool:
    """Have the worker compute a round, unless one is under way; return whether there is a new one."""
    authorize(actor, RUN_ROUND)
    if is_under_way(last_asked_round()):
        return False
    ask_for_round(actor=actor)
    return True


def reason_kinds(values: Iterable[str]) -> frozenset[str]:
    """The kinds of reasons among what an address names."""
    return frozenset(str(kind) for kind in ReasonKind) & frozenset(values)
