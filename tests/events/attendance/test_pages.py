"""The pages, in the hands of people: checking in by list and batch, what the team does, one's own attendance."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from pypdf import PdfReader

from jisr.accounts.states import Role
from jisr.events.attendance.codes import digest_of
from jisr.events.attendance.models import (
    BadgeCode,
    Certificate,
    CheckIn,
    CheckInPerson,
    FeedbackForm,
    FeedbackSheet,
    SeminarRule,
    SessionCode,
)
from jisr.events.attendance.states import Problem, QuestionKind
from jisr.events.attendance.views.checkin import initials
from jisr.events.editions.states import State
from tests.factories.accounts import UserFactory
from tests.factories.attendance import (
    FIRST_MORNING,
    BadgeCodeFactory,
    CertificateFactory,
    CheckInFactory,
    FeedbackFormFactory,
    FeedbackQuestionFactory,
    SeminarRuleFactory,
)
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory

pytestmark = pytest.mark.django_db


def page(door, rest=""):
    return f"/en/workspace/meetings/{door.edition.slug}/{rest}"


def test_the_list_checks_in_and_out_and_a_double_click_is_one(door, browser):
    person, client = ParticipantFactory(edition=door.edition, full_name="Laila Nabulsi"), browser(door.helper)
    shown = client.get(page(door, "check-in/"))
    assert "Laila Nabulsi" in shown.text
    assert "camera=(self)" in shown.headers["Permissions-Policy"]
    sent = {"key": str(shown.context["key"]), "who": f"in:{person.public_id}", "session": ""}

    answers = [client.post(page(door, "check-in/record/"), sent, follow=True) for _click in range(2)]

    assert "Laila Nabulsi is in." in answers[0].text
    assert CheckIn.objects.count() == 1
    assert 'value="out:' in answers[1].text
    client.post(page(door, "check-in/record/"), {**sent, "who": f"out:{person.public_id}"})
    assert list(CheckIn.objects.values_list("direction", flat=True)) == ["in", "out"]


def test_a_code_is_typed_without_a_script_and_what_is_odd_is_said(door, browser):
    code = BadgeCodeFactory(participant__edition=door.edition, participant__full_name="Laila")
    client = browser(door.helper)
    sent = {"key": str(uuid4()), "direction": "in", "session": ""}

    known = client.post(page(door, "check-in/record/"), {**sent, "code": str(code)}, follow=True)
    unknown = client.post(page(door, "check-in/record/"), {**sent, "code": "AAAA"}, follow=True)
    nothing = client.post(page(door, "check-in/record/"), {**sent, "code": ""}, follow=True)
    nonsense = client.post(page(door, "check-in/record/"), {"who": "in:1", "key": "x"}, follow=True)

    assert "Laila is in." in known.text
    assert "no badge of this meeting has this code. It does not count until the events team" in unknown.text
    assert "Please choose somebody from the list" in nothing.text
    assert "This could not be read as a check-in." in nonsense.text
    assert CheckIn.objects.count() == 2


def test_the_list_is_searched_in_any_spelling_and_by_session(door, browser):
    session = SessionFactory(edition=door.edition, title_en="Water")
    ParticipantFactory(edition=door.edition, full_name="Jürgen Groß")
    ParticipantFactory(edition=door.edition, full_name="أحمد")
    ParticipantFactory(edition=door.edition, full_name="Waiting Person", waiting=True)
    client = browser(door.helper)

    assert "أحمد" not in client.get(page(door, "check-in/"), {"q": "juergen gross"}).text
    shown = client.get(page(door, "check-in/"), {"session": str(session.public_id)}).text
    assert "are in this session; there are 40 places." in shown
    assert "Waiting Person" not in shown
    assert "Nobody on the list fits" in client.get(page(door, "check-in/"), {"q": "nobody"}).text


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_needs_the_same_few_queries_for_any_number(door, browser, count, django_assert_max_num_queries):
    ParticipantFactory.create_batch(count, edition=door.edition)
    client = browser(door.helper)

    with django_assert_max_num_queries(12):
        assert client.get(page(door, "check-in/")).status_code == 200


def test_a_device_gets_digests_and_initials_and_neither_names_nor_codes(door, browser):
    code = BadgeCodeFactory(participant__edition=door.edition, participant__full_name="Laila Nabulsi")
    BadgeCodeFactory()
    CheckInFactory(participant=code.participant)

    response = browser(door.helper).get(page(door, "check-in/list/"))

    told = response.json()
    assert told["people"] == [{"d": digest_of(code.code, meeting=door.edition.slug), "i": "L. N.", "in": True}]
    assert (told["inside"], told["seats"], bool(told["csrf"])) == (1, None, True)
    assert "Laila" not in response.text
    assert code.code not in response.text


@pytest.mark.parametrize(
    ("name", "short"), [("Laila Nabulsi", "L. N."), ("Anna Maria Berg", "A. B."), ("أحمد", "أ."), ("- 1", ""), ("", "")]
)
def test_initials_tell_who_may_be_meant(name, short):
    assert initials(name) == short


def batch(client, door, **sent):
    return client.post(page(door, "check-in/batch/"), json.dumps(sent), content_type="application/json")


def test_a_batch_is_answered_key_by_key_and_may_be_sent_again(door, browser):
    person, client = ParticipantFactory(edition=door.edition), browser(door.helper)
    good = {"key": str(uuid4()), "direction": "in", "participant": str(person.public_id)}
    odd = {"key": str(uuid4()), "direction": "in", "code": "ZZZZ"}
    sent = {"device": str(uuid4()), "sent_at": timezone.now().isoformat(), "entries": [good, {"key": "?"}, odd]}

    first, again = batch(client, door, **sent).json(), batch(client, door, **sent).json()

    assert first["inside"] == 1
    assert [sorted(result) for result in first["results"]] == [
        ["broken", "key"],
        ["counts", "is_new", "key"],
        ["counts", "is_new", "key", "problem", "text"],
    ]
    assert [result.get("is_new") for result in again["results"]] == [None, False, False]
    assert CheckIn.objects.count() == 2


def test_a_huge_or_broken_batch_is_refused_and_breaks_nothing(door, browser):
    client = browser(door.helper)
    one = {"key": str(uuid4()), "direction": "in", "code": "A"}

    assert batch(client, door, entries=[one] * 501).status_code == 413
    assert batch(client, door, entries=["x" * 400_000]).status_code == 413
    for body in ("", "[]", "{}", "{", '{"entries": 1}', "[" * 5000, '{"entries": [], "sent_at": "never"}', "\xff"):
        answer = client.post(page(door, "check-in/batch/"), body, content_type="application/json")
        assert answer.status_code in {400, 413}, body
    assert CheckIn.objects.count() == 0
    assert batch(client, door, entries=[one] * 500).status_code == 200
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("who", ["outsider", "adviser", "participant"])
@pytest.mark.parametrize("rest", ["check-in/", "check-in/list/"])
def test_for_others_there_is_no_such_page(door, browser, who, rest):
    people = {
        "outsider": UserFactory,
        "adviser": lambda: UserFactory(roles=[Role.ADVISER]),
        "participant": lambda: ParticipantFactory(edition=door.edition).user,
    }
    client = browser(people[who]())

    assert client.get(page(door, rest)).status_code == 404
    assert client.post(page(door, "check-in/record/"), {}).status_code == 404
    assert batch(client, door, entries=[]).status_code == 404


def test_a_helper_checks_in_and_does_nothing_else(door, browser):
    client = browser(door.helper)
    other = EditionFactory(ahead=True)

    for rest in ("attendance/", "badges/", "certificates/", "check-in/problems/", "check-in/people/", "feedback/"):
        assert client.get(page(door, rest)).status_code == 403
    assert client.post(page(door, "badges/file/"), {"all": "yes"}).status_code == 403
    assert client.get(f"/en/workspace/meetings/{other.slug}/check-in/").status_code == 404


def test_helpers_are_named_by_the_address_of_an_account(door, browser):
    client, somebody = browser(door.team), UserFactory(display_name="Ola")

    wrong = client.post(page(door, "check-in/people/"), {"email": "nobody@example.org"})
    done = client.post(page(door, "check-in/people/"), {"email": somebody.email.upper()}, follow=True)
    client.post(page(door, "check-in/people/"), {"email": somebody.email})

    assert (wrong.status_code, "No account has this e-mail address." in wrong.text) == (422, True)
    assert "Ola can check people in now." in done.text
    named = CheckInPerson.objects.get(user=somebody)
    for _click in range(2):
        client.post(page(door, f"check-in/people/{named.pk}/remove/"))
    assert not CheckInPerson.objects.filter(user=somebody).exists()


def test_odd_check_ins_are_listed_and_settled(door, browser):
    person = ParticipantFactory(edition=door.edition, full_name="Laila Nabulsi", waiting=True)
    odd = CheckInFactory(participant=person, problem=Problem.NOT_COMING, counts=False, offset_seconds=-18_000)
    CheckInFactory(
        participant=None, edition=door.edition, problem=Problem.UNKNOWN_CODE, counts=False, code_given="ZZZZ"
    )
    client = browser(door.team)

    text = client.get(page(door, "check-in/problems/")).text
    assert "Laila Nabulsi" in text
    assert "ZZZZ" in text
    assert "<bdi>-300</bdi> minutes" in text
    settled = client.post(page(door, f"check-in/problems/{odd.key}/"), {"counts": "yes"}, follow=True)
    assert "Settled: this check-in counts." in settled.text
    assert "Laila Nabulsi" not in client.get(page(door, "check-in/problems/")).text
    assert "Laila Nabulsi" in client.get(page(door, "check-in/problems/"), {"state": "settled"}).text
    other = CheckInFactory(problem=Problem.NOT_COMING, counts=False)
    assert client.post(page(door, f"check-in/problems/{other.key}/"), {"counts": "yes"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_overview_needs_the_same_few_queries(door, browser, count, django_assert_max_num_queries):
    for person in ParticipantFactory.create_batch(count, edition=door.edition):
        CheckInFactory(participant=person, session=SessionFactory(edition=door.edition))
    SeminarRuleFactory(purpose="meeting", edition=door.edition, valid_from=door.edition.start_on)
    client = browser(door.team)

    with django_assert_max_num_queries(18):
        assert client.get(page(door, "attendance/")).status_code == 200


def test_the_overview_narrows_pages_and_counts_everybody(door, browser):
    people = [ParticipantFactory(edition=door.edition, full_name=f"Person {number:02}") for number in range(30)]
    for minute, (person, direction) in enumerate(((people[0], "in"), (people[1], "in"), (people[1], "out"))):
        CheckInFactory(participant=person, direction=direction, happened_at=FIRST_MORNING + timedelta(minutes=minute))
    client = browser(door.team)

    def names(query):
        text = client.get(page(door, "attendance/") + query).text
        assert "1 of 30 are in now, 2 were there at all." in text
        return [person.full_name for person in people if f"<bdi>{person.full_name}</bdi>" in text]

    assert names("") == [f"Person {number:02}" for number in range(25)]
    assert names("?page=2") == [f"Person {number:02}" for number in range(25, 30)]
    assert names("?q=person+07") == ["Person 07"]
    assert names("?state=in") == ["Person 00"]
    assert names("?state=out&page=2") == [f"Person {number:02}" for number in range(26, 30)]
    assert names("?sort=-name")[-1] == "Person 29"
    assert "With these filters there is nobody." in client.get(page(door, "attendance/"), {"q": "nobody"}).text


def test_badges_are_printed_for_all_or_for_the_chosen(door, browser):
    people = [
        ParticipantFactory(edition=door.edition, full_name="Anna Berg", languages=["de", "en"]),
        ParticipantFactory(edition=door.edition, full_name="ليلى النابلسي", languages=["ar"], function_title="رئيسة"),
        ParticipantFactory(edition=door.edition, full_name="A" * 120),
    ]
    client = browser(door.team)
    assert "Anna Berg" in client.get(page(door, "badges/")).text

    everybody = client.post(page(door, "badges/file/"), {"all": "yes", "layout": "single"})
    one = client.post(page(door, "badges/file/"), {"who": [str(people[0].public_id), "nonsense"]})
    nobody = client.post(page(door, "badges/file/"), {"who": []}, follow=True)

    assert (everybody.headers["Content-Type"], len(PdfReader(BytesIO(everybody.content)).pages)) == (
        "application/pdf",
        3,
    )
    text = PdfReader(BytesIO(one.content)).pages[0].extract_text()
    assert "Anna Berg" in text
    assert str(BadgeCode.objects.get(participant=people[0])) in text
    assert "Deutsch · English" in text
    assert "Please choose at least one person." in nobody.text


def test_a_lost_badge_gets_a_new_code(door, browser):
    code = BadgeCodeFactory(participant__edition=door.edition)
    client = browser(door.team)

    client.post(page(door, f"badges/{code.participant.public_id}/renew/"))

    code.refresh_from_db()
    assert code.ended_at is not None
    assert BadgeCode.objects.filter(participant=code.participant, ended_at=None).count() == 1
    assert client.post(page(door, f"badges/{ParticipantFactory().public_id}/renew/")).status_code == 404


def test_who_takes_part_online_types_the_code_of_the_session(door, browser):
    now = timezone.now()
    session = SessionFactory(edition=door.edition, title_en="Water", starts_at=now - timedelta(minutes=5))
    person = ParticipantFactory(edition=door.edition, presence="online")
    made = browser(door.team).post(page(door, f"attendance/sessions/{session.public_id}/code/"), follow=True)
    code, client = SessionCode.objects.get(), browser(person.user)
    assert str(code) in made.text

    assert "Show this code at the door" not in client.get(page(door, "my-attendance/")).text
    wrong = client.post(page(door, "my-attendance/"), {"code": "AAAAAA"})
    right = [client.post(page(door, "my-attendance/"), {"code": str(code).lower()}, follow=True) for _click in range(2)]

    assert (wrong.status_code, "not the code of a session that runs now" in wrong.text) == (422, True)
    assert "You take part in: Water" in right[0].text
    row = CheckIn.objects.get()
    assert (row.participant, row.session, row.origin, row.given_by) == (person, session, "self", person.user)
    SessionCode.objects.update(opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))
    assert client.post(page(door, "my-attendance/"), {"code": str(code)}).status_code == 422
    assert browser(UserFactory()).get(page(door, "my-attendance/")).status_code == 404


def test_who_guesses_codes_is_stopped(door, browser, page_cache):
    client = browser(ParticipantFactory(edition=door.edition).user)

    answers = [client.post(page(door, "my-attendance/"), {"code": "AAAAAA"}).text for _try in range(21)]

    assert "too many tries" not in answers[19]
    assert "too many tries" in answers[20]


def test_a_session_without_a_time_has_no_code(door, browser):
    session = SessionFactory(edition=door.edition, starts_at=None)

    answer = browser(door.team).post(page(door, f"attendance/sessions/{session.public_id}/code/"), follow=True)

    assert "This session has no time yet" in answer.text


def test_certificates_are_issued_and_ended_from_the_page(door, browser):
    door.edition.state = State.HELD
    door.edition.save()
    person = CheckInFactory(participant__edition=door.edition, participant__full_name="Laila Nabulsi").participant
    client = browser(door.team)
    assert "Laila Nabulsi" in client.get(page(door, "certificates/")).text

    issued = client.post(page(door, "certificates/issue/"), {"who": str(person.public_id)}, follow=True)
    again = client.post(page(door, "certificates/issue/"), {"all": "yes"}, follow=True)
    first = Certificate.objects.get()
    end = page(door, f"certificates/{first.number}/replace/")
    assert "1 certificate was issued." in issued.text
    assert "0 certificates were issued." in again.text
    assert client.get(end).status_code == 200
    assert client.post(end, {"reason": ""}).status_code == 422
    client.post(end, {"reason": "Misspelt"})
    second = Certificate.objects.get(state="issued")
    revoke = page(door, f"certificates/{second.number}/revoke/")
    client.post(revoke, {"reason": "Mistake"})
    assert "is not valid any more" in client.post(end, {"reason": "Late"}, follow=True).text
    assert sorted(Certificate.objects.values_list("state", flat=True)) == ["replaced", "revoked"]
    foreign = CertificateFactory()
    assert client.get(page(door, f"certificates/{foreign.number}/revoke/")).status_code == 404


def test_rules_are_set_and_seminars_required_from_the_page(door, browser):
    client, here = browser(door.team), page(door, "attendance/rules/")
    assert client.get(here).status_code == 200

    client.post(here, {"form": "rule", "unit": "sessions", "at_least": "3"})
    wrong = client.post(here, {"form": "rule", "unit": "sessions", "at_least": "0"})
    seminar = {"form": "seminar", "seminar": "kind:seminar", "within_months": "24", "purpose": "meeting"}
    client.post(here, {**seminar, "valid_from": "2027-01-01"})
    backwards = client.post(here, {**seminar, "valid_from": "2027-01-02", "valid_until": "2027-01-01"})

    door.edition.refresh_from_db()
    assert (door.edition.certificate_rule.unit, door.edition.certificate_rule.at_least) == ("sessions", 3)
    assert (wrong.status_code, backwards.status_code) == (422, 422)
    rule = SeminarRule.objects.get()
    assert (rule.edition, rule.series_kind, rule.within_months) == (door.edition, "seminar", 24)
    text = client.get(here).text
    assert "0 people with a confirmed place have no such certificate." in text
    client.post(page(door, f"attendance/rules/{rule.pk}/end/"))
    other = SeminarRuleFactory(purpose="meeting", edition=EditionFactory(ahead=True))
    assert client.post(page(door, f"attendance/rules/{other.pk}/end/")).status_code == 404


def test_feedback_is_set_up_answered_moderated_and_read(door, browser):
    client, here = browser(door.team), page(door, "feedback/")
    today = timezone.localdate()
    window = {"opens_on": today.isoformat(), "closes_on": today.isoformat(), "is_anonymous": "yes"}
    client.post(here, window)
    kept = FeedbackForm.objects.get()
    assert kept.questions.count() == 8
    assert client.get(here).status_code == 200
    added = {"kind": "scale", "text_de": "Neu?", "text_en": "New?", "text_ar": "جديد؟"}
    assert client.get(page(door, "feedback/questions/add/")).status_code == 200
    client.post(page(door, "feedback/questions/add/"), added)
    last = kept.questions.last()
    assert str(last) == "New?"
    for _click in range(2):
        client.post(page(door, f"feedback/questions/{last.public_id}/drop/"))
    assert kept.questions.count() == 8

    words = kept.questions.filter(kind=QuestionKind.TEXT).first()
    scale = kept.questions.first()
    for number in range(5):
        own = browser(ParticipantFactory(edition=door.edition).user)
        assert own.get(page(door, "my-feedback/")).status_code == 200
        sent = {str(scale.public_id): "4", str(words.public_id): f"Words {number}"}
        done = own.post(page(door, "my-feedback/"), sent, follow=True)
        assert "Thank you, you have answered." in done.text
    assert FeedbackSheet.objects.filter(participant=None).count() == 5
    assert "Words 3" in client.get(page(door, "feedback/words/")).text
    answer = words.answers.get(text="Words 3")
    client.post(page(door, f"feedback/words/{answer.pk}/"), {"release": "yes"})
    shown = browser(UserFactory(roles=[Role.ADVISER])).get(page(door, "feedback/results/")).text
    assert "5 of 5 people asked have answered." in shown
    assert "mean 4.00 of 5" in shown
    assert "Words 3" in shown
    assert "Words 2" not in shown


def test_few_answers_are_held_back_and_a_form_that_is_not_open_says_so(door, browser):
    person = ParticipantFactory(edition=door.edition)
    form = FeedbackFormFactory(
        edition=door.edition, opens_at=datetime(2100, 1, 1, tzinfo=UTC), closes_at=datetime(2100, 2, 1, tzinfo=UTC)
    )
    FeedbackQuestionFactory(form=form)

    assert "The form opens on" in browser(person.user).get(page(door, "my-feedback/")).text
    assert "No figures yet" in browser(door.team).get(page(door, "feedback/results/")).text
    assert browser(person.user).get(page(door, "feedback/results/")).status_code == 403
    assert browser(UserFactory()).get(page(door, "my-feedback/")).status_code == 404
