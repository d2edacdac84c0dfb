"""Two ties that are the same become one, and nothing that hangs on them is lost."""

from datetime import date

import pytest

from jisr.municipalities.services.merging import current_slug
from jisr.partnerships import joining
from jisr.partnerships.desk import absorb_tie, lead_on
from jisr.partnerships.joining import Key, keys, unanswered
from jisr.partnerships.models import Expectation, Milestone, Partnership, PartnershipSource, TieContact, TieReminder
from tests.factories.agreements import AgreementFactory, StatusStepFactory
from tests.factories.documents import make_document
from tests.factories.municipalities import ThemeFactory
from tests.factories.partnerships import MilestoneFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return PartnershipFactory(slug="stays"), PartnershipFactory(slug="goes")


def test_every_key_to_ties_has_an_answer():
    assert unanswered() == []


def test_a_new_key_without_an_answer_is_found_and_refuses_to_join(pair, monkeypatch):
    monkeypatch.delitem(joining._absorbers, "partnerships.TieReminder.tie")

    assert unanswered() == ["partnerships.TieReminder.tie"]
    with pytest.raises(joining.DomainError, match="cannot be moved"):
        absorb_tie(*pair)


def test_the_keys_are_found_by_themselves():
    found = {key.name: key for key in keys()}

    assert {
        "partnerships.Agreement.tie",
        "partnerships.Milestone.partnership",
        "partnerships.StatusStep.tie",
        "partnerships.TieContact.partnership",
        "partnerships.Partnership_themes.partnership",
    } <= found.keys()
    assert found["partnerships.Milestone.partnership"].is_positioned
    assert not found["partnerships.Agreement.tie"].once
    assert Key(Milestone, "partnership", [("position",), ("kind",)]).needs_answer


def test_rows_with_an_order_come_behind_those_that_are_there(pair):
    kept, dropped = pair
    for tie, texts in ((kept, ("a", "b")), (dropped, ("c", "d"))):
        for place, text in enumerate(texts):
            MilestoneFactory(partnership=tie, position=place, text_en=text)
            PartnershipSource.objects.create(partnership=tie, position=place, url=f"https://{text}.example/")

    absorb_tie(kept, dropped)

    assert [step.text_en for step in kept.milestones.all()] == ["a", "b", "c", "d"]
    assert [source.url[8] for source in kept.sources.all()] == ["a", "b", "c", "d"]


def test_themes_that_both_have_are_there_once(pair):
    both, one = ThemeFactory(), ThemeFactory()
    pair[0].themes.add(both)
    pair[1].themes.add(both, one)

    absorb_tie(*pair)

    assert set(pair[0].themes.all()) == {both, one}
    assert pair[0].themes.count() == 2


def test_agreements_steps_contacts_and_papers_go_along(pair):
    kept, dropped = pair
    agreement, step = AgreementFactory(tie=dropped), StatusStepFactory(tie=dropped)
    contact = TieContact.objects.create(partnership=dropped, role="press", phone="1")
    paper = make_document(owner_subject=dropped)

    absorb_tie(kept, dropped)
    Partnership.objects.get(pk=dropped.pk).delete()

    for row in (agreement, step, contact, paper):
        row.refresh_from_db()
    assert (agreement.tie, step.tie, contact.partnership, paper.subject_key) == (kept, kept, kept, str(kept.pk))


def test_a_reminder_that_both_had_is_kept_once(pair, settings):
    for tie in pair:
        for about_on in (date(2027, 1, 1), date(2027, tie.pk % 12 + 1, 2)):
            TieReminder.objects.create(tie=tie, kind="review", about_on=about_on, sent_at="2026-01-01T00:00Z")

    absorb_tie(*pair)

    assert TieReminder.objects.filter(tie=pair[0]).count() == 3
    assert not TieReminder.objects.filter(tie=pair[1]).exists()


def test_a_promise_is_taken_along_where_nothing_was_said(pair):
    for tie, promise, note in zip(pair, ("", "yes"), ("ours", "theirs"), strict=True):
        Expectation.objects.create(tie=tie, side="german", kind="release", promise=promise, note=note)

    absorb_tie(*pair)

    kept = Expectation.objects.get(tie=pair[0])
    assert (kept.promise, kept.note) == ("yes", "ours\ntheirs")


def test_addresses_lead_on_and_never_in_a_circle():
    lead_on("first", "second")
    lead_on("second", "third")
    lead_on("third", "first")

    assert [current_slug(Partnership, slug) for slug in ("first", "second", "third")] == [None, "first", "first"]
