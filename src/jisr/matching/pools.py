"""The pool of profiles from the database, kept in the process and brought up to date at each use."""

import threading
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from jisr.matching.models import BlockedPair, Introduction, MatchingProfile, ProfileTheme, TextVector
from jisr.matching.profiles import Pool, Profile
from jisr.matching.states import BINDING, Side
from jisr.municipalities.models import Authority
from jisr.partnerships.models import Partnership

NEED_TEXT, OFFER_TEXT = "need", "offer"  # kinds of ``TextVector``; their key is the number of the authority
OVERLAP = timedelta(minutes=2)  # a change that began earlier may be committed later
COLUMNS = (
    "pk", "authority_id", "authority__slug", "authority__country_id", "is_willing", "languages",
    "inhabitants", "introductions_limit", "open_introductions",
)  # fmt: skip


class _Kept:
    """What is known by the number of the profile, and up to which moment."""

    lock = threading.Lock()
    profiles: dict[int, Profile] = {}
    seen = None
    pool: Pool | None = None


def forget() -> None:
    """Read everything anew at the next use."""
    with _Kept.lock:
        _Kept.profiles, _Kept.seen, _Kept.pool = {}, None, None


def current() -> Pool:
    """The profiles as they are now. Only those that changed since the last time are read.

    Inside a transaction all are read and nothing is kept, since the transaction may come to nothing.
    """
    if connection.in_atomic_block:
        return Pool(dict(_profiles(list(MatchingProfile.objects.order_by().values_list(*COLUMNS)))).values())
    with _Kept.lock:
        _refresh()
        if _Kept.pool is None:
            _Kept.pool = Pool(_Kept.profiles.values())
        return _Kept.pool


def bound_to(authority: Authority) -> set[int]:
    """The authorities that are not to be suggested to this one.

    They are partners, blocked ones, those that it is being introduced to, former ones, and itself.
    """
    ties = Partnership.objects.of(authority).filter(status__in=BINDING).values_list("german_id", "palestinian_id")
    blocked = BlockedPair.objects.of(authority).values_list("german_id", "palestinian_id")
    live = Introduction.objects.live().of(authority).values_list("german_id", "palestinian_id")
    pairs = ties.order_by().union(blocked.order_by(), live.order_by())
    return {authority.pk, *former(), *(number for pair in pairs for number in pair)}


def former() -> set[int]:
    """Authorities that no longer exist. Asked at each use, as this changes elsewhere."""
    return set(Authority.objects.filter(is_former=True).order_by().values_list("pk", flat=True))


def bound_pairs() -> set[tuple[int, int]]:
    """All pairs that are not to be suggested, the Palestinian side first."""
    ties = Partnership.objects.filter(status__in=BINDING).values_list("palestinian_id", "german_id")
    live = Introduction.objects.live().order_by().values_list("palestinian_id", "german_id")
    return {*ties, *live, *BlockedPair.objects.values_list("palestinian_id", "german_id")}


def _refresh() -> None:
    now = timezone.now()
    changed = Q() if _Kept.seen is None else Q(updated_at__gte=_Kept.seen - OVERLAP)
    rows = list(MatchingProfile.objects.filter(changed).order_by().values_list(*COLUMNS))
    _take_over(rows)
    if len(_Kept.profiles) != MatchingProfile.objects.count():  # some were deleted
        _Kept.profiles = {}
        _take_over(list(MatchingProfile.objects.order_by().values_list(*COLUMNS)))
    _Kept.seen = now


def _take_over(rows: list[tuple]) -> None:
    read = dict(_profiles(rows))
    if any(_Kept.profiles.get(number) != profile for number, profile in read.items()) or not _Kept.profiles:
        _Kept.profiles.update(read)
        _Kept.pool = None


def _profiles(rows: list[tuple]) -> Iterator[tuple[int, Profile]]:
    is_few = len(rows) < 200  # noqa: PLR2004 - beyond it is quicker to read whole tables than to name the rows
    themes = _themes([row[0] for row in rows] if is_few else None)
    texts = _texts([str(row[1]) for row in rows] if is_few else None)
    for number, authority, slug, country, is_willing, languages, inhabitants, most, opened in rows:
        yield (
            number,
            Profile(
                authority=authority,
                slug=slug,
                country=country,
                needs=tuple(themes[number, Side.NEED]),
                offers=frozenset(themes[number, Side.OFFER]),
                inhabitants=inhabitants,
                languages=frozenset(languages),
                need_text=texts.get((NEED_TEXT, str(authority)), {}),
                offer_text=texts.get((OFFER_TEXT, str(authority)), {}),
                is_willing=is_willing,
                free=max(0, most - opened),
            ),
        )


def _themes(numbers: Collection[int] | None) -> dict[tuple[int, str], list[str]]:
    rows = ProfileTheme.objects.order_by("profile_id", "side", "rank", "pk")
    if numbers is not None:
        rows = rows.filter(profile__in=numbers)
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for number, side, slug in rows.values_list("profile_id", "side", "theme__slug"):
        found[number, side].append(slug)
    return found


def _texts(keys: Collection[str] | None) -> dict[tuple[str, str], dict[str, float]]:
    rows = TextVector.objects.filter(kind__in=(NEED_TEXT, OFFER_TEXT)).order_by()
    if keys is not None:
        rows = rows.filter(object_key__in=keys)
    return {(kind, key): themes for kind, key, themes in rows.values_list("kind", "object_key", "themes")}
