"""A new edition from the last one: parts in their order, all or nothing, shown before it is made."""

from datetime import UTC, date, datetime

import pytest

from jisr.events.editions import cloning
from jisr.events.editions.starting import Plan, preview_next, start_next
from jisr.events.editions.states import State
from jisr.events.models import Edition, ParticipantKind
from jisr.kernel.dates import PartialDate
from jisr.kernel.policy import Refused
from jisr.municipalities.services.facts import AlreadyThere
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantKindFactory
from tests.factories.municipalities import ThemeFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def last(db):
    found = EditionFactory(
        number=5,
        summary_de="Kurz",
        summary_en="Short",
        organisers_en=["The office"],
        formats_ar=["ورش عمل"],
        outcomes_en=["A declaration"],
    )
    found.themes.add(ThemeFactory(slug="water"))
    ParticipantKindFactory(edition=found, key="mayor", name_de="Bürgermeister", places=30, entry="invitation")
    ParticipantKindFactory(edition=found, key="expert", places=None)
    return found


def plan(*parts: str, **facts) -> Plan:
    values = {
        "title_en": "Sixth",
        "start": PartialDate(date(2019, 10, 24)),
        "end": PartialDate(date(2019, 10, 25)),
        "zone": "Asia/Hebron",
        "mode": "onsite",
        "place_en": "Jericho",
        "number": 6,
        **facts,
    }
    return Plan(values, parts)


def test_the_next_one_carries_on_the_last_with_the_parts_chosen(last, lena):
    started = start_next(last.slug, plan("texts", "participant_kinds"), actor=lena, at=NOW)

    made = Edition.objects.get(pk=started.edition.pk)
    assert (made.state, made.follows, made.series) == (State.PLANNED, last, last.series)
    assert (made.summary_de, made.organisers_en, made.formats_ar) == ("Kurz", ["The office"], ["ورش عمل"])
    assert [theme.slug for theme in made.themes.all()] == ["water"]
    assert made.outcomes_en in (None, [])
    assert started.shift_days == 30
    assert started.counts == {"texts": 5, "participant_kinds": 2}
    kinds = ParticipantKind.objects.filter(edition=made).values_list("key", "places", "entry")
    assert sorted(kinds) == [("expert", None, "approval"), ("mayor", 30, "invitation")]
    assert ParticipantKind.objects.get(edition=made, key="mayor").name_de == "Bürgermeister"


def test_what_is_not_chosen_is_not_taken_over(last, lena):
    made = start_next(last.slug, plan(), actor=lena, at=NOW).edition

    assert (made.summary_de or "") == ""
    assert not ParticipantKind.objects.filter(edition=made).exists()


def test_a_preview_tells_the_same_and_makes_nothing(last, lena):
    shown = preview_next(last.slug, plan("texts", "participant_kinds"), actor=lena, at=NOW)

    assert shown.counts == {"texts": 5, "participant_kinds": 2}
    assert list(Edition.objects.all()) == [last]
    assert ParticipantKind.objects.count() == 2


def test_a_part_that_fails_leaves_nothing_behind(last, lena, monkeypatch):
    def fails(_source, _target, **_how):
        raise LookupError

    monkeypatch.setattr(cloning, "_parts", dict(cloning._parts))
    cloning.register("broken", "broken", fails, requires=["participant_kinds"])

    with pytest.raises(LookupError):
        start_next(last.slug, plan("broken"), actor=lena, at=NOW)

    assert list(Edition.objects.all()) == [last]
    assert ParticipantKind.objects.count() == 2


def test_a_second_click_finds_the_first_one(last, lena):
    made = start_next(last.slug, plan("texts"), actor=lena, at=NOW).edition

    with pytest.raises(AlreadyThere) as known:
        start_next(last.slug, plan("texts"), actor=lena, at=NOW)

    assert known.value.row == made
    assert Edition.objects.count() == 2


def test_others_of_the_office_plan_nothing(last):
    with pytest.raises(Refused):
        start_next(last.slug, plan(), actor=UserFactory(adviser=True), at=NOW)


@pytest.fixture
def registry(monkeypatch):
    """No parts but those of the test."""
    monkeypatch.setattr(cloning, "_parts", {})

    def add(name: str, *requires: str, place: int = 0) -> None:
        cloning.register(name, name, lambda *_who, **_how: 0, requires=requires, place=place)

    return add


def test_a_part_comes_behind_what_it_requires(registry):
    registry("sessions", "rooms", "kinds", place=1)
    registry("kinds", place=2)
    registry("rooms", "venues", place=3)
    registry("venues", place=4)

    assert [part.name for part in cloning.in_order(["sessions"])] == ["venues", "rooms", "kinds", "sessions"]
    assert [part.name for part in cloning.in_order(["rooms", "kinds"])] == ["kinds", "venues", "rooms"]


def test_parts_that_require_each_other_are_an_error(registry):
    registry("hen", "egg")
    registry("egg", "hen")

    with pytest.raises(ValueError, match="require each other"):
        cloning.in_order(["hen"])


def test_a_part_that_nobody_registered_is_an_error(registry):
    with pytest.raises(LookupError):
        cloning.in_order(["nonsense"])
