"""Suggestions are sent as they were seen, each pair once, and what cannot be sent says why and loses nothing."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from jisr.kernel.policy import Refused
from jisr.matching.introductions.models import Introduction
from jisr.matching.models import BlockedPair, MatchingProfile, WeightSet
from jisr.matching.ranking import rank_partners
from jisr.matching.suggestions.pairs import Moment, Pair, mark_of, read_pairs
from jisr.matching.suggestions.services import Wish, send_suggestions
from jisr.partnerships.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.matching import open_profile
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AliasFactory, AuthorityFactory
from tests.factories.partnerships import PartnershipFactory
from tests.matching.suggestions.people import browser_of, german, palestinian

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SEND = "/en/workspace/matching/send/"


@pytest.fixture
def surif():
    return palestinian()


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


@pytest.fixture
def browser(adviser):
    return browser_of(adviser)


def seen(pair):
    return mark_of(Moment.now([pair]).reasons(pair))


def posted(*pairs, **more):
    form = {"pair": [pair.key for pair in pairs], "of": "surif", **more}
    return form | {f"seen-{pair.key}": seen(pair) for pair in pairs if f"seen-{pair.key}" not in form}


def test_several_are_sent_at_once_each_with_its_note_and_reasons(surif, browser, adviser):
    pairs = [Pair.of(surif, german(slug)) for slug in ("aachen", "bonn")]

    shown = browser.get(SEND, {"pair": [pair.key for pair in pairs], "of": "surif"}).content.decode()
    notes = {f"{pairs[0].key}-ar": "رسالة", f"{pairs[0].key}-de": "Eine Nachricht"}
    sent = browser.post(SEND, posted(*pairs, **notes), follow=True)

    assert all(word in shown for word in ("Aachen", "Bonn", "Send to both sides", "of 100 points"))
    assert sent.redirect_chain == [("/en/workspace/matching/of/surif/", 302)]
    assert "2 suggestions are on their way." in sent.content.decode()
    first, second = Introduction.objects.order_by("german__slug")
    assert (first.palestinian, first.german.slug, first.adviser_note) == (surif, "aachen", "رسالة\n\nEine Nachricht")
    assert second.adviser_note == ""
    parts = Moment.now(pairs).points(pairs[0])
    assert {row["kind"]: row["points"] for row in first.reasons} == {str(kind): count for kind, count in parts.items()}
    assert first.begun_by == adviser


def test_reasons_are_kept_seen_from_the_palestinian_side_whoever_was_asked_for(surif, adviser):
    aachen = german("aachen", offers=["waste", "youth"], needs=["culture", "sports"])
    (from_german,) = rank_partners(aachen)
    pair = Pair.of(aachen, surif)

    send_suggestions([Wish(pair, seen=seen(pair))], actor=adviser, at=NOW)

    kept = {row["kind"]: row["points"] for row in Introduction.objects.get().reasons}
    turned = {"needs": "offers", "offers": "needs"}
    there = {turned.get(reason.kind, str(reason.kind)): reason.points for reason in from_german.reasons}
    assert kept == there


def test_two_advisers_send_one_suggestion_once_and_the_second_is_told(surif, browser):
    pair = Pair.of(surif, german("aachen"))
    form = posted(pair)

    browser.post(SEND, form)
    again = browser_of(UserFactory(adviser=True)).post(SEND, form, follow=True)

    assert Introduction.objects.count() == 1
    assert "Surif – Aachen: an introduction of these two is under way already. Nothing was sent twice." in (
        again.content.decode()
    )


def test_reasons_that_changed_meanwhile_are_shown_anew_and_the_note_stays(surif, browser):
    aachen, bonn = german("aachen"), german("bonn")
    pairs = [Pair.of(surif, aachen), Pair.of(surif, bonn)]
    form = posted(*pairs, **{f"{pairs[0].key}-de": "Bitte lesen"})
    MatchingProfile.objects.filter(authority=aachen).update(inhabitants=9_000, updated_at=timezone.now())

    answer = browser.post(SEND, form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The reasons have changed since you opened this page." in page
    assert "Bitte lesen" in page
    assert [row.german for row in Introduction.objects.all()] == [bonn]  # the other one was not held back
    assert "Bonn" not in page
    browser.post(SEND, posted(pairs[0], **{f"{pairs[0].key}-de": "Bitte lesen"}))
    assert Introduction.objects.get(german=aachen).adviser_note == "Bitte lesen"


def test_other_weights_meanwhile_are_noticed(surif, adviser):
    pair = Pair.of(surif, german("aachen", inhabitants=9_000))
    mark = seen(pair)
    WeightSet.objects.create(valid_from=timezone.localdate(), themes=30, size=50, languages=10, text=10)

    (outcome,) = send_suggestions([Wish(pair, seen=mark)], actor=adviser, at=NOW)

    assert "have changed" in outcome.problem
    assert not Introduction.objects.exists()


def partner(surif, other):
    PartnershipFactory(palestinian=surif, german=other, status=Status.ACTIVE)


def blocked(surif, other):
    BlockedPair.objects.create(palestinian=surif, german=other, blocked_at=NOW)


def full(_surif, other):
    MatchingProfile.objects.filter(authority=other).update(open_introductions=3)


def unwilling(_surif, other):
    MatchingProfile.objects.filter(authority=other).update(is_willing=False)


def without_profile(_surif, other):
    MatchingProfile.objects.filter(authority=other).delete()


def former(_surif, other):
    other.is_former = True
    other.save()


HINDRANCES = {
    partner: "These two are partners already.",
    blocked: "These two are not to be suggested to each other",
    full: "Aachen has as many open introductions as it wants at a time.",
    unwilling: "Aachen has not agreed to be suggested.",
    without_profile: "Aachen has not agreed to be suggested.",
    former: "Aachen no longer exists as an authority of its own.",
}


@pytest.mark.parametrize("hinder", HINDRANCES)
def test_what_stands_in_the_way_is_told_at_each_step(surif, browser, adviser, hinder):
    aachen = german("aachen")
    form = posted(Pair.of(surif, aachen))
    hinder(surif, aachen)
    pair = Pair.of(surif, aachen)

    (outcome,) = send_suggestions([Wish(pair)], actor=adviser, at=NOW)
    found = browser.get("/en/workspace/matching/of/surif/add/", {"q": "Aachen"}).content.decode()
    chosen = browser.get("/en/workspace/matching/of/surif/add/", {"other": "aachen"}).content.decode()
    typed = browser.post("/en/workspace/matching/of/surif/add/?other=aachen", {"de": "Sie kennen sich"})
    stale = browser.post(SEND, form)

    assert HINDRANCES[hinder] in outcome.problem
    assert all(HINDRANCES[hinder] in page for page in (found, chosen, typed.content.decode(), stale.content.decode()))
    assert (typed.status_code, stale.status_code) == (422, 409)
    assert "Sie kennen sich" in typed.content.decode()
    assert not Introduction.objects.exists()


def test_two_of_one_country_are_no_pair(surif, browser):
    hebron = open_profile(authority=AuthorityFactory(palestinian=True, slug="hebron", name_en="Hebron")).authority

    page = browser.get("/en/workspace/matching/of/surif/add/", {"other": "hebron"}).content.decode()

    assert "Both are in the same country." in page
    assert read_pairs([f"surif~{hebron.slug}", "surif", "~", "surif~nowhere", "x~y~z", ""]) == []


def test_a_partner_is_added_by_hand_found_by_any_spelling_with_own_words(surif, browser):
    aachen = german("aachen", offers=[], needs=[], languages=["de"], inhabitants=None)
    AliasFactory(authority=aachen, name="Aix-la-Chapelle")
    add = "/en/workspace/matching/of/surif/add/"

    found = browser.get(add, {"q": "Aix la Chapele"}).content.decode()
    chosen = browser.get(add, {"other": "aachen"}).content.decode()
    empty = browser.post(f"{add}?other=aachen", {"de": " ", "ar": ""})
    sent = browser.post(f"{add}?other=aachen", {"ar": "يعرف كل منهما الآخر"}, follow=True)

    assert 'href="?other=aachen"' in found
    assert "Nothing in the two texts speaks for this pair." in chosen
    assert empty.status_code == 422
    assert "Please say in Arabic or in German why these two may fit." in empty.content.decode()
    assert "1 suggestion is on its way." in sent.content.decode()
    introduction = Introduction.objects.get()
    assert (introduction.adviser_note, introduction.reasons) == ("يعرف كل منهما الآخر", [])


def test_contacts_in_a_note_are_refused_at_the_pair(surif, browser):
    pair = Pair.of(surif, german("aachen"))

    answer = browser.post(SEND, posted(pair, **{f"{pair.key}-de": "Rufen Sie an: 0241 123456789"}))

    assert answer.status_code == 409
    assert "Please leave out addresses and telephone numbers." in answer.content.decode()
    assert "0241 123456789" in answer.content.decode()
    assert not Introduction.objects.exists()


def test_a_note_that_is_too_long_or_hostile_stays_harmless(surif, browser):
    pair = Pair.of(surif, german("aachen"))

    long = browser.post(SEND, posted(pair, **{f"{pair.key}-de": "a" * 1501}))
    browser.post(SEND, posted(pair, **{f"{pair.key}-de": "<script>alert(1)</script>"}))

    assert long.status_code == 422
    assert Introduction.objects.get().adviser_note == "<script>alert(1)</script>"
    page = browser.get(Introduction.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page


def test_nothing_chosen_leads_back(surif, browser):
    answer = browser.get(SEND, {"of": "surif"}, follow=True)

    assert answer.redirect_chain == [("/en/workspace/matching/of/surif/", 302)]
    assert "Please choose at least one suggestion." in answer.content.decode()


def test_nobody_but_advisers_sends(surif):
    pair = Pair.of(surif, german("aachen"))
    leader = MembershipFactory(coordinator=True, authority=surif).user
    for person in (leader, UserFactory(), UserFactory(roles=["events"])):
        client = browser_of(person)
        with pytest.raises(Refused):
            send_suggestions([Wish(pair)], actor=person, at=NOW)
        assert client.post(SEND, posted(pair)).status_code == 403
        assert client.post("/en/workspace/matching/of/surif/add/?other=aachen", {"de": "x"}).status_code == 403

    assert not Introduction.objects.exists()


def test_checking_fifty_pairs_asks_as_often_as_checking_one(surif, browser, django_assert_max_num_queries):
    keys = [Pair.of(surif, german(f"town-{number:02}")).key for number in range(50)]

    with django_assert_max_num_queries(22):
        assert browser.get(SEND, {"pair": keys[:1]}).status_code == 200
    with django_assert_max_num_queries(22):
        page = browser.get(SEND, {"pair": keys}).content.decode()

    assert page.count('name="pair"') == 50
