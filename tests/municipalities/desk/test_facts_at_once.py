"""Two editors, or two clicks, at the same moment: real threads on real transactions."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.dates import PartialDate
from jisr.municipalities.desk.sheets import AUTHORITY_SHEET, POPULATIONS
from jisr.municipalities.models import Authority, FactSource, Population
from jisr.municipalities.services.facts import Origin, change_facts, create_with_facts
from jisr.municipalities.services.parts import add_part
from tests.at_once import at_once
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory, RegionFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
FROM = Origin("https://source.example/")


@pytest.fixture
def adviser() -> User:
    return UserFactory(roles=[Role.ADVISER])


def edit(authority: Authority, actor: User, **values: str) -> Callable[[], Any]:
    opened = AUTHORITY_SHEET.read(authority)
    return lambda: change_facts(
        AUTHORITY_SHEET,
        authority.pk,
        values,
        opened=opened,
        origin=FROM,
        actor=User.objects.get(pk=actor.pk),
        at=NOW,
    )


def test_of_two_editors_of_one_fact_one_is_told_of_the_other(adviser):
    authority, other = AuthorityFactory(name_en="Old"), UserFactory(roles=[Role.ADVISER])

    outcomes = at_once(edit(authority, adviser, name_en="A"), edit(authority, other, name_en="B"))

    assert outcomes == ["ChangedMeanwhile", "done"]
    assert FactSource.objects.count() == 1


def test_editors_of_different_facts_all_win(adviser):
    authority = AuthorityFactory(name_en="Old")
    steps = [
        edit(authority, adviser, **{name: text})
        for name, text in (("name_en", "A"), ("name_de", "B"), ("note_de", "C"), ("aliases", "D"))
    ]

    assert at_once(*steps) == ["done"] * 4
    told = AUTHORITY_SHEET.read(Authority.objects.get())
    assert [told[name] for name in ("name_en", "name_de", "note_de", "aliases")] == ["A", "B", "C", "D"]
    assert Entry.objects.about(authority).count() == 4


def test_a_double_click_changes_and_tells_once(adviser):
    authority = AuthorityFactory(name_en="Old")
    step = edit(authority, adviser, name_en="New")

    assert at_once(step, step) == ["done", "done"]
    assert Entry.objects.about(authority).count() == 1


def test_a_double_click_adds_one_authority(adviser):
    region = RegionFactory()

    def add() -> None:
        values = {"name_en": "Town", "region": region}
        create_with_facts(
            AUTHORITY_SHEET,
            values,
            fixed={"slug": "town"},
            origin=FROM,
            actor=User.objects.get(pk=adviser.pk),
            at=NOW,
        )

    assert at_once(add, add) == ["AlreadyThere", "done"]
    assert Authority.objects.count() == 1


def test_a_double_click_adds_one_figure(adviser):
    authority = AuthorityFactory()
    values = {"kind": "census", "number": 1, "as_of": PartialDate.parse("2017"), "source_url": "https://a.example/"}

    def add() -> None:
        add_part(POPULATIONS, authority.pk, values, actor=User.objects.get(pk=adviser.pk), at=NOW)

    assert at_once(add, add) == ["done", "done"]
    assert Population.objects.count() == 1
