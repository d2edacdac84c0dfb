"""Expectations of a tie: what was promised, what was shown, how it stands, who sees and who writes it."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.municipalities.states import MembershipRole
from jisr.partnerships.expectations.personal import own_data, take_out
from jisr.partnerships.expectations.policies import READ_EVIDENCE, READ_EXPECTATION
from jisr.partnerships.expectations.services import (
    ChangedMeanwhile,
    NotPossible,
    note_evidence,
    note_promise,
    take_evidence_away,
)
from jisr.partnerships.expectations.standing import judge, points_of
from jisr.partnerships.expectations.states import LIMIT_MONTHS, Kind, Promise, Side, Standing
from jisr.partnerships.models import Evidence, Expectation
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.projects import EvidenceFactory, ExpectationFactory
from tests.municipalities.test_memberships_at_once import at_once, by

pytestmark = pytest.mark.django_db
policy_twins.register(READ_EXPECTATION, Expectation)
policy_twins.register(READ_EVIDENCE, Evidence)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
NOTHING = {"promise": "", "promised": None, "promised_by": "", "note": ""}
VISIT = {"happened_on": date(2026, 9, 1), "kind": "visit", "note": "In Surif", "address": ""}


@pytest.fixture
def tie():
    return PartnershipFactory(slug="xanten-surif")


@pytest.fixture
def people(tie):
    return SimpleNamespace(
        german=MembershipFactory(coordinator=True, authority=tie.german).user,
        palestinian=MembershipFactory(coordinator=True, authority=tie.palestinian).user,
        reader=MembershipFactory(confirmed=True, authority=tie.german, role=MembershipRole.READER).user,
        peer=MembershipFactory(coordinator=True, authority=PartnershipFactory(german=tie.german).palestinian).user,
        outsider=UserFactory(),
        adviser=UserFactory(adviser=True),
        auditor=UserFactory(roles=[Role.AUDIT]),
    )


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def promised(promise, **columns):
    return ExpectationFactory.build(tie=None, promise=promise, **columns)


@pytest.mark.parametrize(
    ("expectation", "last_on", "expected"),
    [
        (None, None, Standing.UNKNOWN),
        (promised(Promise.UNKNOWN), None, Standing.UNKNOWN),
        (promised(Promise.NO), None, Standing.NOT_PROMISED),
        (promised(Promise.YES), None, Standing.PROMISED),
        (promised(Promise.YES, promised_on=date(2026, 1, 1), promised_precision="year"), None, Standing.PROMISED),
        (promised(Promise.YES, promised_on=date(2025, 5, 21), promised_precision="day"), None, Standing.LONG_AGO),
        (promised(Promise.YES, promised_on=date(2025, 5, 22), promised_precision="day"), None, Standing.PROMISED),
        (promised(Promise.YES), date(2025, 5, 22), Standing.SHOWN),
        (promised(Promise.YES), date(2025, 5, 21), Standing.LONG_AGO),
        (promised(Promise.NO), date(2026, 11, 1), Standing.SHOWN),
        (promised(Promise.NO), date(2020, 1, 1), Standing.NOT_PROMISED),
        (None, date(2026, 11, 1), Standing.SHOWN),
        (None, date(2020, 1, 1), Standing.LONG_AGO),
    ],
)
def test_how_an_expectation_stands_follows_from_promise_and_last_event(expectation, last_on, expected):
    assert judge(expectation, last_on, today=TODAY) == expected


def test_the_limit_is_our_own_proposal_and_says_so(tie, people):
    assert LIMIT_MONTHS == 18
    assert "our own proposal" in browser(people.german).get("/en/workspace/expectations/xanten-surif/").text


def test_the_six_points_of_many_ties_take_two_queries(tie, django_assert_num_queries):
    ExpectationFactory(tie=tie, side=Side.PALESTINIAN, kind=Kind.MEETINGS, promise=Promise.NO)
    for day in (date(2020, 1, 1), date(2026, 10, 1)):
        EvidenceFactory(tie=tie, happened_on=day)
    other = PartnershipFactory()

    with django_assert_num_queries(2):
        found = points_of([tie.pk, other.pk], today=TODAY)

    told = {(point.side, point.kind): (point.standing, point.last_on) for point in found[tie.pk]}
    assert told == {
        **{(side, kind): (Standing.UNKNOWN, None) for side in Side for kind in Kind},
        (Side.PALESTINIAN, Kind.MEETINGS): (Standing.NOT_PROMISED, None),
        (Side.GERMAN, Kind.RELEASE): (Standing.SHOWN, date(2026, 10, 1)),
    }
    assert {point.standing for point in found[other.pk]} == {Standing.UNKNOWN}


@pytest.mark.parametrize(
    ("who", "sides"),
    [
        ("german", {Side.GERMAN}),
        ("palestinian", {Side.PALESTINIAN}),
        ("adviser", set(Side)),
        *((who, set()) for who in ("reader", "peer", "outsider", "auditor")),
    ],
)
def test_each_side_writes_of_itself_and_the_office_of_both(tie, people, who, sides):
    person, written = getattr(people, who), set()
    for side in Side:
        try:
            note_promise(tie, side, Kind.RELEASE, {**NOTHING, "promise": "yes"}, seen=0, actor=person)
            note_evidence(tie, side, Kind.COOPERATION, VISIT, form_key=f"k{side}", actor=person, at=NOW)
        except Refused:
            continue
        written.add(side)

    assert written == sides
    assert set(Expectation.objects.values_list("side", flat=True)) == sides
    assert set(Evidence.objects.values_list("side", flat=True)) == sides


def test_a_promise_is_told_in_the_trail_and_the_same_again_changes_nothing(tie, people):
    values = {**NOTHING, "promise": "yes", "promised_by": "Council"}
    row = note_promise(tie, Side.GERMAN, Kind.RELEASE, values, seen=0, actor=people.german)
    again = note_promise(tie, Side.GERMAN, Kind.RELEASE, values, seen=0, actor=people.german)

    assert (again.pk, again.version) == (row.pk, 1)
    (entry,) = Entry.objects.about(row)
    assert entry.changes == {
        "side": ["", "german"],
        "kind": ["", "release"],
        "promise": ["", "yes"],
        "promised_by": ["", "Council"],
    }


def test_two_people_who_change_one_promise_are_told(tie, people):
    note_promise(tie, Side.GERMAN, Kind.RELEASE, {**NOTHING, "promise": "yes"}, seen=0, actor=people.adviser)

    with pytest.raises(ChangedMeanwhile) as refusal:
        note_promise(tie, Side.GERMAN, Kind.RELEASE, {**NOTHING, "promise": "no"}, seen=0, actor=people.german)

    assert refusal.value.theirs.promise == Promise.YES


@pytest.mark.django_db(transaction=True)
def test_of_two_first_promises_at_once_one_is_told_of_the_other():
    tie = PartnershipFactory()
    one = MembershipFactory(coordinator=True, authority=tie.german).user
    other = UserFactory(adviser=True)

    def note(person, promise):
        note_promise(tie, Side.GERMAN, Kind.RELEASE, {**NOTHING, "promise": promise}, seen=0, actor=by(person))

    assert at_once(lambda: note(one, "yes"), lambda: note(other, "no")) == ["ChangedMeanwhile", "done"]
    assert Expectation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_note_one_event():
    tie = PartnershipFactory()
    person = MembershipFactory(coordinator=True, authority=tie.german).user

    def note():
        note_evidence(tie, Side.GERMAN, Kind.COOPERATION, VISIT, form_key="one", actor=by(person), at=NOW)

    assert at_once(note, note) == ["done", "done"]
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("values", [{**VISIT, "happened_on": date(2026, 11, 23)}, {**VISIT, "kind": "network"}])
def test_an_event_to_come_or_of_another_kind_shows_nothing(tie, people, values):
    with pytest.raises(NotPossible):
        note_evidence(tie, Side.GERMAN, Kind.COOPERATION, values, form_key="k", actor=people.german, at=NOW)


def test_an_event_that_was_noted_by_mistake_goes_and_the_trail_keeps_it(tie, people):
    row = note_evidence(tie, Side.GERMAN, Kind.COOPERATION, VISIT, form_key="k", actor=people.german, at=NOW)
    key = str(row.pk)

    assert take_evidence_away(row.pk, actor=people.german) is True
    assert take_evidence_away(row.pk, actor=people.german) is False

    entry = Entry.objects.filter(subject_type="partnerships.evidence", subject_key=key).latest("number")
    assert (entry.action, entry.changes["note"]) == ("partnerships.evidence_removed", ["In Surif", ""])


def test_a_promise_is_written_in_the_browser_and_shown_to_both_sides(tie, people):
    address = "/en/workspace/expectations/xanten-surif/german/release/promise/"
    typed = {"promise": "yes", "promised": "3.2025", "promised_by": "Council", "note": "Two weeks a year", "seen": "0"}

    assert browser(people.german).post(address, typed).status_code == 302

    shown = browser(people.palestinian).get("/en/workspace/expectations/xanten-surif/").text
    for words in ("yes, promised", "since March 2025", "Council", "Two weeks a year", "not shown for long"):
        assert words in shown
    assert browser(people.palestinian).get(address).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"promise": "no", "promised": "2025"}, "promise"),
        ({"promise": "yes", "promised": "32.1.2025"}, "promised"),
        ({"promise": "maybe"}, "promise"),
    ],
)
def test_bad_input_about_a_promise_is_told_at_its_field(tie, people, typed, field):
    address = "/en/workspace/expectations/xanten-surif/german/release/promise/"

    response = browser(people.german).post(address, {**typed, "seen": "0", "note": "still here"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "still here" in response.text


def test_a_stale_tab_shows_both_texts_and_the_second_save_holds(tie, people):
    address = "/en/workspace/expectations/xanten-surif/german/release/promise/"
    browser(people.adviser).post(address, {"promise": "no", "note": "theirs", "seen": "0"})

    first = browser(people.german).post(address, {"promise": "yes", "note": "mine", "seen": "0"})

    assert first.status_code == 409
    assert ("theirs" in first.text, "mine" in first.text) == (True, True)
    seen = first.context["form"]["seen"].value()
    assert browser(people.german).post(address, {"promise": "yes", "note": "mine", "seen": seen}).status_code == 302
    assert Expectation.objects.get().note == "mine"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/de/events/bruehl-2019/", "/de/events/bruehl-2019/"),
        ("https://town.example/visit", "https://town.example/visit"),
        ("", ""),
    ],
)
def test_an_event_is_noted_with_its_page(tie, people, address, kept):
    page = "/en/workspace/expectations/xanten-surif/german/meetings/event/"
    typed = {"happened_on": "2026-09-14", "kind": "conference", "note": "Brühl", "address": address, "form_key": "k"}

    assert browser(people.german).post(page, typed).status_code == 302

    assert Evidence.objects.get().address == kept
    shown = browser(people.palestinian).get("/ar/workspace/expectations/xanten-surif/").text
    assert not kept or f'href="{kept.replace("/de/", "/ar/")}"' in shown


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "//evil.example/"}, "address"),
        ({"happened_on": "tomorrow"}, "happened_on"),
        ({"kind": "mission"}, "kind"),
    ],
)
def test_bad_input_about_an_event_is_told_at_its_field(tie, people, typed, field):
    page = "/en/workspace/expectations/xanten-surif/german/meetings/event/"
    good = {"happened_on": "2026-09-14", "kind": "conference", "note": "", "address": "", "form_key": "k"}

    response = browser(people.german).post(page, {**good, **typed})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Evidence.objects.count() == 0


def test_a_day_to_come_is_told_at_its_field(tie, people):
    page = "/en/workspace/expectations/xanten-surif/german/meetings/event/"
    day = (timezone.localdate() + timedelta(days=1)).isoformat()

    response = browser(people.german).post(page, {"happened_on": day, "kind": "other", "form_key": "k"})

    assert list(response.context["form"].errors) == ["happened_on"]


@pytest.mark.parametrize(("who", "status"), [("reader", 200), ("auditor", 200), ("peer", 404), ("outsider", 404)])
def test_members_of_both_sides_and_the_office_read_nobody_else(tie, people, who, status):
    EvidenceFactory(tie=tie, note="A secret visit")
    response = browser(getattr(people, who)).get("/en/workspace/expectations/xanten-surif/")

    assert response.status_code == status
    assert ("A secret visit" in response.text) == (status == 200)


def test_others_do_not_remove_an_event(tie, people):
    row = EvidenceFactory(tie=tie)
    for who in ("reader", "palestinian", "peer", "auditor"):
        address = f"/en/workspace/expectations/events/{row.public_id}/remove/"
        assert browser(getattr(people, who)).post(address).status_code == 404

    assert browser(people.german).post(f"/en/workspace/expectations/events/{row.public_id}/remove/").status_code == 302
    assert Evidence.objects.count() == 0


def test_the_office_finds_ties_by_how_a_point_stands(tie, people):
    other = PartnershipFactory()
    ExpectationFactory(tie=tie, kind=Kind.RELEASE, promise=Promise.NO)
    EvidenceFactory(tie=other, happened_on=timezone.localdate(), expectation=Kind.RELEASE)
    client = browser(people.adviser)

    def found(query):
        return {row.slug for row in client.get(f"/en/workspace/expectations/?{query}").context["listing"].page}

    assert {tie.slug, other.slug} <= found("")
    assert found("release=not_promised") == {tie.slug}
    assert found("release=shown") == {other.slug}
    assert found("meetings=shown") == set()


def test_the_table_of_many_ties_takes_few_queries(people, django_assert_max_num_queries):
    for _number in range(30):
        EvidenceFactory()
    client = browser(people.adviser)
    client.get("/en/workspace/expectations/")

    with django_assert_max_num_queries(12):
        assert len(client.get("/en/workspace/expectations/?release=shown").context["listing"].page) == 25


def test_the_file_holds_both_sides_of_the_three_points(tie, people):
    EvidenceFactory(tie=tie, happened_on=date(2026, 9, 14), side=Side.PALESTINIAN, expectation=Kind.COOPERATION)
    answer = browser(people.adviser).get("/en/workspace/exports/expectations.csv?release=unknown")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    (mine,) = [line for line in lines if tie.palestinian.name in line]

    assert "Active development-oriented cooperation: Palestinian side, last shown" in lines[0]
    assert "2026-09-14" in mine
    assert mine.count("nothing noted") == 5


def test_an_erased_person_leaves_what_they_noted(tie, people):
    EvidenceFactory(tie=tie, noted_by=people.german)
    ExpectationFactory(tie=tie, changed_by=people.german)

    assert len(own_data(people.german).rows) == 2
    assert take_out(people.german) == 2
    assert (Evidence.objects.get().noted_by, Expectation.objects.get().changed_by) == (None, None)


def test_the_page_of_a_tie_shows_how_its_expectations_stand(tie, people):
    EvidenceFactory(tie=tie, happened_on=timezone.localdate())

    shown = browser(people.palestinian).get("/en/workspace/ties/xanten-surif/").text

    assert "Release of staff" in shown
    assert "shown lately" in shown


@pytest.mark.parametrize(
    ("permission", "factory"), [(READ_EXPECTATION, ExpectationFactory), (READ_EVIDENCE, EvidenceFactory)]
)
def test_rule_and_query_agree_on_who_sees_a_row(tie, permission, factory):
    factory(tie=tie)
    factory()

    assert list(policy_twins.disagreements(permission.name, policy_twins.readers(tie.palestinian))) == []
