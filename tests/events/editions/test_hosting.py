"""Whose turn a series is and when, and that a deviation keeps its reason."""

from datetime import UTC, date, datetime

import pytest

from jisr.events.editions.hosting import turn_of
from jisr.events.editions.services import ReasonMissing, change_edition, create_edition
from jisr.events.editions.sheets import EDITION_SHEET
from jisr.events.editions.states import State
from jisr.events.models import Deviation, Series
from jisr.events.programme import load_events
from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.municipalities.programme import load_municipalities
from tests.factories.events import EditionFactory, SeriesFactory
from tests.factories.municipalities import CountryFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def series():
    """Germany hosted in September 2024."""
    found = SeriesFactory(alternates=True, from_months=12, to_months=24)
    EditionFactory(
        series=found, country=CountryFactory(code="DE"), start_on=date(2024, 9, 10), end_on=date(2024, 9, 12)
    )
    CountryFactory(code="PS")
    return found


def values(country: str | None = "PS", start: date = date(2026, 3, 2), **more) -> dict:
    return {
        "title_en": "Next",
        "start": PartialDate(start),
        "end": PartialDate(start),
        "zone": "Asia/Hebron",
        "mode": "onsite",
        "place_en": "Jericho",
        "country": CountryFactory(code=country) if country else None,
        **more,
    }


@pytest.fixture(scope="module")
def loaded(module_transaction):
    load_municipalities()
    load_events()


def test_the_real_conference_is_due_in_palestine_since_germany_hosted_last_and_online_was_no_turn(loaded):
    turn = turn_of(Series.objects.get(slug="partnership-conference"))

    assert turn.country == "PS"
    assert turn.last_host.slug == "conf-4-2019"
    assert turn.last.slug == "conf-5-2021"
    assert turn.skipped == 1
    assert (turn.from_on, turn.to_on) == (date(2022, 9, 15), date(2023, 9, 15))
    assert turn.is_overdue(date(2026, 11, 29))


def test_visits_propose_nothing(loaded):
    turn = turn_of(Series.objects.get(slug="information-visit"))

    assert (turn.country, turn.from_on, turn.to_on) == (None, None, None)


def test_cancelled_and_postponed_editions_are_no_turn(series):
    for state in (State.CANCELLED, State.POSTPONED):
        EditionFactory(series=series, country_id="PS", start_on=date(2025, 9, 1), state=state)

    assert turn_of(series).country == "PS"


def test_a_planned_edition_counts_for_the_one_after_it(series, lena):
    create_edition(series.slug, values(), actor=lena, at=NOW)

    assert turn_of(series).country == "DE"


def test_what_is_proposed_needs_no_reason(series, lena):
    create_edition(series.slug, values(), actor=lena, at=NOW)

    assert not Deviation.objects.exists()


@pytest.mark.parametrize(
    ("how", "aspects"),
    [
        ({"country": "DE"}, ["host"]),
        ({"start": date(2027, 3, 2)}, ["time"]),
        ({"start": date(2025, 3, 2)}, ["time"]),
        ({"country": "DE", "start": date(2027, 3, 2)}, ["host", "time"]),
    ],
)
def test_a_deviation_needs_a_reason_which_is_kept(series, lena, how, aspects):
    with pytest.raises(ReasonMissing):
        create_edition(series.slug, values(**how), actor=lena, at=NOW)
    assert series.editions.count() == 1

    create_edition(series.slug, values(**how), reason="No travel at the moment", actor=lena, at=NOW)

    rows = Deviation.objects.order_by("aspect").values_list("aspect", "reason", "decided_by")
    assert list(rows) == [(aspect, "No travel at the moment", lena.pk) for aspect in aspects]


def test_an_online_edition_takes_nobody_s_turn(series, lena):
    create_edition(series.slug, values(None, mode="online"), actor=lena, at=NOW)

    assert not Deviation.objects.exists()
    assert turn_of(series).country == "PS"


def test_a_turn_without_a_country_is_refused(series, lena):
    with pytest.raises(DomainError, match="host country"):
        create_edition(series.slug, values(None), actor=lena, at=NOW)


def test_moving_a_plan_to_another_country_needs_a_reason_once(series, lena):
    edition = create_edition(series.slug, values(), actor=lena, at=NOW)
    how = {"opened": EDITION_SHEET.read(edition), "actor": lena, "at": NOW}
    with pytest.raises(ReasonMissing):
        change_edition(edition.slug, {"country": CountryFactory(code="DE")}, **how)
    edition.refresh_from_db()
    assert edition.country_id == "PS"

    change_edition(edition.slug, {"country": CountryFactory(code="DE")}, reason="Borders are closed", **how)
    edition.refresh_from_db()
    again = {"opened": EDITION_SHEET.read(edition), "actor": lena, "at": NOW}
    change_edition(edition.slug, {"mode": "hybrid"}, **again)

    assert Deviation.objects.count() == 1
