"""The pages of a tie and its agreements: what people see, type and keep when something goes wrong."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.partnerships.models import Agreement, Partnership, StatusStep
from jisr.partnerships.states import Status
from jisr.web import public_data, workspace_menu
from tests.desk_forms import filled
from tests.factories.agreements import AgreementFactory
from tests.factories.documents import make_document
from tests.factories.partnerships import PartnershipFactory
from tests.partnerships.agreements.conftest import browser

pytestmark = pytest.mark.django_db
SIGNED = date(2026, 1, 10)
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def active(world):
    Partnership.objects.filter(pk=world.tie.pk).update(status=Status.ACTIVE, is_public=True)
    world.tie.refresh_from_db()
    return world


def soon():
    return (timezone.localdate() + timedelta(days=40)).isoformat()


def pausing(client, tie, **more):
    path = f"{tie.hub_url}step/pause/"
    typed = filled(client, path) | {"decided_by": "council", "reason": "A war.", "review_on": soon()} | more
    return client.post(path, typed), path, typed


def test_a_partnership_goes_its_way_through_the_pages(world):
    german, palestinian, tie = browser(world.german), browser(world.palestinian), world.tie
    hub = german.get(tie.hub_url).content.decode()
    assert "Write an agreement for Cologne – Bethlehem" in hub
    assert "Nobody outside sees this partnership" in hub

    path = f"{tie.hub_url}agreements/new/"
    terms = {"kind": "letter", "title": "Letter", "form": "projektpartnerschaft", "renewal": "none"}
    answer = german.post(path, filled(german, path) | terms)
    agreement = Agreement.objects.get()
    assert answer.headers["Location"] == agreement.get_absolute_url()
    for position, client in enumerate((german, palestinian)):
        sign = f"{agreement.get_absolute_url()}sign/{position}/"
        assert client.post(sign, filled(client, sign) | {"signed": "10.1.2026"}).status_code == 302
    begin = f"{tie.hub_url}step/activate/"
    typed = filled(german, begin) | {"decided_by": "both", "agreement": agreement.pk}
    assert german.post(begin, typed).status_code == 302

    tie.refresh_from_db()
    page = Client().get(tie.get_absolute_url()).content.decode()
    assert (tie.status, tie.is_public, str(tie.since)) == ("active", True, "2026-01-10")
    assert "All parties signed a letter of intent." in page
    assert "partnership begun" in palestinian.get(tie.hub_url).content.decode()


def test_a_double_click_takes_one_step(active):
    client = browser(active.german)
    first, path, typed = pausing(client, active.tie)
    second = client.post(path, typed)

    assert (first.status_code, second.status_code) == (302, 302)
    assert active.tie.steps.count() == 1


def test_a_stale_page_is_told_keeps_what_was_typed_and_may_be_sent_again(active):
    mine, theirs = browser(active.german), browser(active.palestinian)
    path = f"{active.tie.hub_url}step/end/"
    opened = filled(mine, path)
    pausing(theirs, active.tie)

    stale = mine.post(path, opened | {"decided_by": "mayor", "reason": HOSTILE})
    page = stale.content.decode()
    active.tie.refresh_from_db()
    assert (stale.status_code, active.tie.status) == (422, "paused")
    assert "Somebody else has taken a step meanwhile" in page
    assert "The newest step: paused" in page
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page

    again = mine.post(path, filled_again(stale))
    active.tie.refresh_from_db()
    assert (again.status_code, active.tie.status) == (302, "ended")


def filled_again(response):
    form = response.context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, "")}


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(active):
    client = browser(active.german)
    make_document(owner_subject=active.tie)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for wrong, field in (
        ({"review_on": timezone.localdate().isoformat()}, "review_on"),
        ({"happened_on": tomorrow}, "happened_on"),
        ({"reason": " "}, "reason"),
        ({"decided_by": "nobody"}, "decided_by"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"document": "99999"}, "document"),
    ):
        answer, _path, typed = pausing(client, active.tie, **wrong)
        form = answer.context["form"]
        assert (answer.status_code, list(form.errors)) == (422, [field])
        assert form["review_on"].value() == typed["review_on"]
    assert StatusStep.objects.count() == 0


def test_a_step_that_does_not_begin_here_leads_back(active):
    client = browser(active.german)

    assert client.get(f"{active.tie.hub_url}step/resume/").headers["Location"] == active.tie.hub_url
    assert client.get(f"{active.tie.hub_url}step/nonsense/").status_code == 404


def test_without_a_signed_agreement_the_page_says_what_is_missing(world):
    page = browser(world.german).get(f"{world.tie.hub_url}step/activate/").content.decode()

    assert "No agreement is signed by all parties yet" in page
    assert 'type="submit">Let the partnership begin' not in page


def test_members_read_and_take_no_step(active):
    client = browser(active.reader)
    page = client.get(active.tie.hub_url).content.decode()

    assert "step/pause/" not in page
    assert "agreements/new/" not in page
    assert client.get(f"{active.tie.hub_url}step/pause/").status_code == 404
    assert client.post(f"{active.tie.hub_url}publish/").status_code == 404
    assert active.tie.hub_url in client.get("/en/workspace/ties/").content.decode()


def test_two_who_change_an_agreement_choose_field_by_field(world):
    agreement = AgreementFactory(tie=world.tie)
    mine, theirs = browser(world.german), browser(world.palestinian)
    path = f"{agreement.get_absolute_url()}change/"
    opened = filled(mine, path)
    theirs.post(path, opened | {"title": "Theirs", "number": "7"})

    clash = mine.post(path, opened | {"title": "Mine", "german_signatory": "Lord Mayor"})
    (told,) = [each for each in clash.context["form"].told() if each.keep]
    assert (clash.status_code, told.original, told.theirs) == (422, "Memorandum", "Theirs")
    kept = filled_again(clash) | {"keep_title": "mine"}
    assert mine.post(path, kept).status_code == 302

    agreement.refresh_from_db()
    signatory = agreement.parties.get(role="german").signatory
    assert (agreement.title, agreement.number, signatory) == ("Mine", "7", "Lord Mayor")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"term_from_on": "2027-01-01", "term_until_on": "2026-01-01"}, "term_until_on"),
        ({"renewal": "automatic", "term_until_on": "2027-01-01"}, "renewal_months"),
        ({"renewal": "automatic", "renewal_months": "12"}, "term_until_on"),
        ({"office_signatory": "Head"}, "has_office"),
        ({"other1_signatory": "Chair"}, "other1_body"),
        ({"other1_body": "Club", "other2_body": "Club"}, "other2_body"),
        ({"renewal_months": "0"}, "renewal_months"),
        ({"title": ""}, "title"),
        ({"term_until_on": "2027-02-29"}, "term_until_on"),
    ],
)
def test_an_agreement_is_checked_field_by_field(world, typed, field):
    client, path = browser(world.german), f"{world.tie.hub_url}agreements/new/"
    terms = {"kind": "letter", "title": "Letter", "form": "kontakt", "renewal": "none"}

    answer = client.post(path, filled(client, path) | terms | typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Agreement.objects.count() == 0


def test_a_page_opened_for_another_party_signs_nobody(world):
    agreement = AgreementFactory(tie=world.tie)
    client, path = browser(world.adviser), f"{agreement.get_absolute_url()}sign/1/"
    opened = filled(client, path)
    agreement.parties.filter(position=1).update(role="office")

    answer = client.post(path, opened | {"signed": "2026-01-10"}, follow=True)

    assert "Somebody else has changed the parties meanwhile" in answer.content.decode()
    assert not agreement.parties.exclude(signed_on=None).exists()


def test_notice_and_giving_up_have_their_pages(world):
    automatic = {"renewal": "automatic", "renewal_months": 12, "term_until_on": date(2090, 1, 1)}
    agreement, draft = AgreementFactory(tie=world.tie, signed=SIGNED, **automatic), AgreementFactory(tie=world.tie)
    client = browser(world.german)
    path = f"{agreement.get_absolute_url()}notice/"

    client.post(path, filled(client, path))
    for each in (draft, agreement, draft):
        client.post(f"{each.get_absolute_url()}discard/")

    agreement.refresh_from_db()
    assert agreement.notice_given_on == timezone.localdate()
    assert list(Agreement.objects.all()) == [agreement]
    assert "Notice given" in client.get(agreement.get_absolute_url()).content.decode()


def test_papers_stand_on_the_page_of_the_agreement_and_can_be_named_by_a_step(active):
    agreement = AgreementFactory(tie=active.tie)
    paper = make_document(owner_subject=agreement, title="Signed copy")
    client = browser(active.german)

    page = client.get(agreement.get_absolute_url()).content.decode()
    pausing(client, active.tie, document=paper.pk)

    assert "Signed copy" in page
    assert "Add a document" in page
    hub = browser(active.reader).get(active.tie.hub_url).content.decode()
    assert paper.get_absolute_url() in hub


def test_the_list_tells_status_term_contact_and_what_waits(world):
    AgreementFactory(tie=world.tie, signed=SIGNED, term_until_on=date(2090, 5, 1), renewal="decision")
    Partnership.objects.filter(pk=world.tie.pk).update(status=Status.PAUSED, review_on=date(2090, 2, 1))

    page = browser(world.reader).get("/en/workspace/ties/").content.decode()

    for text in ("paused", "not public", "review on 1 February 2090", "until 1 May 2090", "by a decision", "not noted"):
        assert text in page
    assert "Our partnerships" in page


def test_the_office_sees_all_and_filters_them(world):
    PartnershipFactory(slug="other", german__name_en="Jena", status=Status.ENDED)
    client = browser(world.adviser)

    def slugs(query):
        return [row["tie"].slug for row in client.get(f"/en/workspace/ties/{query}").context["rows"]]

    assert set(slugs("")) == {"cologne--bethlehem", "other"}
    assert slugs("?status=ended") == ["other"]
    assert slugs("?q=Jena") == ["other"]
    assert slugs("?q=Nowhere") == []


def test_the_list_asks_as_much_for_one_row_as_for_many(world, django_assert_max_num_queries):
    client, counts = browser(world.adviser), []
    AgreementFactory(tie=world.tie, signed=SIGNED)
    for more in (0, 2, 20):
        for tie in PartnershipFactory.create_batch(more):
            AgreementFactory(tie=tie, signed=SIGNED)
        public_data.forget()
        client.get("/en/workspace/ties/")
        with django_assert_max_num_queries(14) as asked:
            rows = client.get("/en/workspace/ties/").context["rows"]
        counts.append((len(rows), len(asked)))

    assert [rows for rows, _queries in counts] == [1, 3, 23]
    assert len({queries for _rows, queries in counts}) == 1


def test_an_address_that_a_tie_had_before_still_leads_to_it(world):
    from jisr.partnerships.desk import lead_on  # noqa: PLC0415

    lead_on("before", world.tie.slug)

    assert browser(world.reader).get("/en/workspace/ties/before/").context["tie"] == world.tie
    assert browser(world.outsider).get("/en/workspace/ties/before/").status_code == 404


def test_both_sides_read_what_became_of_an_agreement(world):
    agreement = AgreementFactory(tie=world.tie)
    client, path = browser(world.german), f"{agreement.get_absolute_url()}change/"
    client.post(path, filled(client, path) | {"title": "Another title"})
    history = reverse("audit:history", args=["partnerships.agreement", agreement.pk])

    assert "Another title" in browser(world.reader).get(history).content.decode()
    assert browser(world.outsider).get(history).status_code == 404


def test_the_menu_leads_there(world):
    for person in (world.reader, world.adviser):
        assert "/en/workspace/ties/" in [entry.url for entry in workspace_menu.entries_for(person)]
