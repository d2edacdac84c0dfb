"""How fast partners are ranked: 500 Palestinian and 11,000 German authorities, all made up.

Runs on the empty database of ``DATABASE_URL`` and fills it: ``python -m bench.matching_bench``.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from time import perf_counter

import django

from bench.figures import at_most, only

PALESTINIAN, GERMAN = 500, 11_000
SCORING_S, PAGE_MS, GIVEN_UP_PERCENT = 1, 50, 2
TEXTS = 200


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.config.settings")
    django.setup()
    for figure in measure():
        print(figure.line(), flush=True)


def measure() -> Iterator:
    from django.core.management import call_command

    from jisr.municipalities.models import Authority

    call_command("migrate", verbosity=0)
    if Authority.objects.exists():
        sys.exit("matching_bench fills the database and therefore wants an empty one.")
    fill()
    yield from measure_pages()
    yield from measure_rounds()
    yield from measure_texts()


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def measure_pages() -> Iterator:
    """One authority's suggestions with their reasons in words, as a page shows them."""
    from jisr.matching import pools
    from jisr.matching.ranking import rank_partners
    from jisr.municipalities.models import Authority

    asking = list(Authority.objects.palestinian().order_by("slug")[:40])
    pools.forget()
    yield only("first ranking of a process", seconds(lambda: rank_partners(asking[0])), "s")

    def page(authority: Authority) -> None:
        for found in rank_partners(authority):
            [reason.text for reason in found.reasons]

    taken = sorted(1000 * seconds(lambda one=one: page(one)) for one in asking)
    yield at_most("ranking for one authority, p95", taken[int(len(taken) * 0.95)], "ms", PAGE_MS)


def measure_rounds() -> Iterator:
    from jisr.matching import bulk, pools, rounds
    from jisr.matching.scoring import Weights

    pool = pools.current()
    rows = [one for one in pool.profiles if one.country == "PS"]
    columns = [one for one in pool.profiles if one.country == "DE"]

    def score() -> None:
        for _block in bulk.scores(pool, rows, columns, weights=Weights()):
            pass

    score()
    yield at_most("scoring of all pairs", median(seconds(score) for _time in range(3)), "s", SCORING_S)
    start = perf_counter()
    plan = rounds.plan(pool, weights=Weights())
    yield only("a whole round", perf_counter() - start, "s")
    yield at_most("score given up by the limits", 100 * plan.given_up, "%", GIVEN_UP_PERCENT)
    yield at_most(
        "score given up beside unlimited lists", 100 * (1 - plan.total / plan.unlimited), "%", GIVEN_UP_PERCENT
    )
    yield only("pairs", len(plan.pairs), "pairs")
    yield only("most often shown", plan.german.most, "times")
    yield only("Gini of exposure", plan.german.gini, "")
    yield only("never shown", plan.german.never, "authorities")


def measure_texts() -> Iterator:
    """Themes of texts, one after the other."""
    from jisr.matching import encoder, taxonomy
    from jisr.matching.themes import suggest_themes

    texts = [entry.text for entry in taxonomy.anchors()][:: max(1, len(taxonomy.anchors()) // TEXTS)]
    yield only("loading encoder and head", seconds(lambda: suggest_themes(texts[0])), "s")
    taken = seconds(lambda: [suggest_themes(text) for text in texts])
    yield only("themes of one text", 1000 * taken / len(texts), "ms")
    encoder.shut()
    taken = seconds(lambda: [suggest_themes(text) for text in texts])
    yield only("themes of one text, words only", 1000 * taken / len(texts), "ms")


def fill() -> None:
    from django.utils import timezone

    from jisr.matching.models import MatchingProfile, ProfileTheme
    from jisr.matching.programme import load_matching
    from jisr.municipalities.models import Authority, Region, Theme
    from jisr.municipalities.programme import load_municipalities

    load_municipalities()
    load_matching()
    Authority.objects.exclude(pk__in=[]).update(is_former=True)  # the real ones stay out of it
    chance = random.Random(4)
    regions = {country: Region.objects.filter(country=country).first() for country in ("DE", "PS")}
    authorities = Authority.objects.bulk_create(
        [
            Authority(
                slug=f"made-up-{country.lower()}-{number}", name_en=f"Town {number}", region=region, country_id=country
            )
            for country, count in (("PS", PALESTINIAN), ("DE", GERMAN))
            for number in range(count)
            if (region := regions[country])
        ],
        batch_size=1000,
    )
    profiles = MatchingProfile.objects.bulk_create(
        [
            MatchingProfile(
                authority=authority,
                is_willing=True,
                languages=["ar", *(["en"] if chance.random() < 0.7 else [])]
                if authority.country_id == "PS"
                else ["de", *chance.sample(["en", "ar", "fr"], k=chance.randint(0, 2))],
                inhabitants=int(chance.lognormvariate(9, 1.1)) + 300,
                introductions_limit=chance.randint(1, 3) if authority.country_id == "DE" else 5,
            )
            for authority in authorities
        ],
        batch_size=1000,
    )
    ProfileTheme.objects.bulk_create(_themes(profiles, list(Theme.objects.order_by("slug")), chance), batch_size=2000)
    MatchingProfile.objects.update(updated_at=timezone.now() - timedelta(hours=1))


def _themes(profiles: list, themes: list, chance: random.Random) -> Iterator:
    from jisr.matching.models import ProfileTheme

    weights = [1 / (place + 3) for place in range(len(themes))]
    for profile in profiles:
        is_german = profile.authority.country_id == "DE"
        for side, most in (("need", 2 if is_german else 5), ("offer", 6 if is_german else 2)):
            chosen = dict.fromkeys(theme.pk for theme in chance.choices(themes, weights, k=chance.randint(1, most)))
            for rank, theme in enumerate(chosen, 1):
                yield ProfileTheme(profile=profile, theme_id=theme, side=side, rank=rank)


if __name__ == "__main__":
    main()
