"""Feeds the pool of possible partners, rules pairs out, and runs rounds of suggestions."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from jisr.accounts.models import User
from jisr.kernel import trail
from jisr.kernel.locking import locked_row
from jisr.kernel.policy import authorize, may
from jisr.matching import pools, similarity
from jisr.matching.models import (
    INTRODUCTIONS_LIMIT,
    BlockedPair,
    MatchingProfile,
    ProfileTheme,
    RoundSuggestion,
    SuggestionRound,
    TextVector,
    WeightSet,
)
from jisr.matching.policies import BLOCK_PAIR, KEEP_PROFILE, RUN_ROUND
from jisr.matching.scoring import Weights
from jisr.matching.states import Side
from jisr.municipalities.models import Authority, Theme

PER_AUTHORITY = 5


@dataclass(frozen=True, kw_only=True)
class ProfileFacts:
    """What a request or an offer says. Themes by slug, needs in the order in which they are wanted.

    Without ``inhabitants`` the best figure that is known of the authority is taken.
    """

    needs: Sequence[str] = ()
    offers: Sequence[str] = ()
    languages: Sequence[str] = ()
    inhabitants: int | None = None
    is_willing: bool = True
    introductions_limit: int = INTRODUCTIONS_LIMIT
    need_text: str = ""
    offer_text: str = ""


@transaction.atomic
def keep_profile(authority: Authority, facts: ProfileFacts, *, actor: User) -> MatchingProfile:
    """Replace the profile of an authority. Raises ``LookupError`` for a theme that does not exist."""
    authorize(actor, KEEP_PROFILE, authority)
    themes = _themes([*facts.needs, *facts.offers])
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)  # two at once take turns
    profile, is_new = MatchingProfile.objects.update_or_create(
        authority=authority,
        defaults={
            "is_willing": facts.is_willing,
            "languages": sorted({*facts.languages}),
            "inhabitants": facts.inhabitants or _inhabitants(authority),
            "introductions_limit": facts.introductions_limit,
            "need_text": facts.need_text,
            "offer_text": facts.offer_text,
        },
    )
    profile.themes.all().delete()
    ProfileTheme.objects.bulk_create(
        ProfileTheme(profile=profile, theme=themes[slug], side=side, rank=rank)
        for side, slugs in ((Side.NEED, facts.needs), (Side.OFFER, facts.offers))
        for rank, slug in enumerate(dict.fromkeys(slugs), start=1)
    )
    transaction.on_commit(lambda: understand_in_worker.enqueue(profile.pk))
    changes = {"needs": [None, list(facts.needs)], "offers": [None, list(facts.offers)]}
    trail.record(f"matching.profile_{'made' if is_new else 'changed'}", profile, actor=actor, changes=changes)
    return profile


def _themes(slugs: Iterable[str]) -> dict[str, Theme]:
    wanted = set(slugs)
    found: dict[str, Theme] = Theme.objects.in_bulk(wanted, field_name="slug")
    if missing := wanted - found.keys():
        raise LookupError(f"there is no theme {', '.join(sorted(missing))}")
    return found


def _inhabitants(authority: Authority) -> int | None:
    figure = authority.populations.best_first().first()
    return figure.number if figure else None


@transaction.atomic
def count_introduction(authority: Authority, *, change: int) -> MatchingProfile:
    """Note that an introduction began (+1) or came to its end (-1). For the workflow, in its transaction."""
    profile = locked_row(MatchingProfile, authority=authority)
    profile.open_introductions = max(0, profile.open_introductions + change)
    profile.save(update_fields=["open_introductions", "updated_at"])
    return profile


@transaction.atomic
def block_pair(german: Authority, palestinian: Authority, *, actor: User, at: datetime) -> BlockedPair:
    """Never suggest two authorities to each other. Blocking twice changes nothing; either side may do it."""
    authorize(actor, BLOCK_PAIR, german if may(actor, BLOCK_PAIR, german) else palestinian)
    pair: BlockedPair
    pair, is_new = BlockedPair.objects.get_or_create(
        german=german, palestinian=palestinian, defaults={"blocked_at": at}
    )
    if is_new:
        trail.record("matching.pair_blocked", pair, actor=actor)
    return pair


@task()
def understand_in_worker(pk: int) -> None:
    """The worker's door to ``understand``."""
    understand(pk, at=timezone.now())


@transaction.atomic
def understand(pk: int, *, at: datetime) -> int:
    """Compute anew what the texts of a profile are about, where they have changed; return how many had."""
    profile = MatchingProfile.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if profile is None:
        return 0
    key = str(profile.authority_id)
    texts = {pools.NEED_TEXT: profile.need_text, pools.OFFER_TEXT: profile.offer_text}
    count = sum(store_meaning(kind, key, text, at=at) for kind, text in texts.items())
    if count:
        profile.save(update_fields=["updated_at"])  # so that the pool reads it again
    return count


def store_meaning(kind: str, object_key: str, text: str, *, at: datetime) -> bool:
    """Store what a text is about, for comparing; return whether there was anything to do. For the worker."""
    digest = similarity.digest_of(text)
    if TextVector.objects.filter(kind=kind, object_key=object_key, digest=digest).exists():
        return False
    meaning = similarity.meaning_of(text)
    TextVector.objects.update_or_create(
        kind=kind,
        object_key=object_key,
        defaults={"digest": digest, "vector": meaning.vector, "themes": meaning.themes, "computed_at": at},
    )
    return True


def ask_for_round(*, actor: User, per_authority: int = PER_AUTHORITY) -> None:
    """Have the worker run a round of suggestions."""
    authorize(actor, RUN_ROUND)
    round_in_worker.enqueue(actor.pk, per_authority)


@task()
def round_in_worker(actor: int, per_authority: int) -> None:
    """The worker's door to ``run_round``."""
    run_round(actor=User.objects.get(pk=actor), per_authority=per_authority, now=timezone.now)


def run_round(*, actor: User, per_authority: int = PER_AUTHORITY, now: Callable[[], datetime]) -> SuggestionRound:
    """Suggest partners to everybody at once within everybody's limit, and keep what came of it."""
    authorize(actor, RUN_ROUND)
    from jisr.matching import rounds  # noqa: PLC0415 - numpy and scipy, only in the worker

    at, start = now(), perf_counter()
    pool = pools.current()
    weight_set = WeightSet.objects.valid_on(timezone.localdate(at)).first()
    weights = weight_set.weights() if weight_set else Weights()
    bound, former = pools.bound_pairs(), pools.former()
    plan = rounds.plan(pool, weights=weights, bound=bound, former=former, per_authority=per_authority)
    shown = {one.authority for pair in plan.pairs for one in (pair.palestinian, pair.german)}
    made = SuggestionRound(
        made_at=at,
        weight_set=weight_set,
        per_authority=per_authority,
        inputs_digest=_digest([pool.profiles, sorted(bound), weights, per_authority]),
        seconds=round(perf_counter() - start, 3),
        total_points=plan.total,
        best_points=plan.proven,
        exposure={
            "german": asdict(plan.german),
            "palestinian": asdict(plan.palestinian),
            "unlimited_points": plan.unlimited,
            "never_shown": [
                one.authority
                for one in pool.profiles
                if one.is_open and one.authority not in shown and one.authority not in former
            ],
        },
    )
    return _store(made, plan.pairs, actor=actor)


@transaction.atomic
def _store(made: SuggestionRound, pairs: Iterable[Any], *, actor: User) -> SuggestionRound:
    made.save(force_insert=True)
    RoundSuggestion.objects.bulk_create(
        [
            RoundSuggestion(
                round=made,
                palestinian_id=pair.palestinian.authority,
                german_id=pair.german.authority,
                points=pair.total,
                parts=pair.points,
            )
            for pair in pairs
        ],
        batch_size=1000,
    )
    trail.record("matching.round_run", made, actor=actor)
    return made


def _digest(inputs: object) -> str:
    return hashlib.blake2b(json.dumps(inputs, default=_plain, sort_keys=True).encode(), digest_size=16).hexdigest()


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else asdict(value)  # type: ignore[call-overload]
