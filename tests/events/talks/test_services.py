"""Opting in, asking, answering, taking back: consent of both, a private no, nothing told twice."""

from datetime import UTC, datetime, timedelta

import pytest

from jisr.accounts.states import Role
from jisr.events.registration.states import ParticipantState
from jisr.events.talks.models import Talk, TalkProfile, TalkRequest
from jisr.events.talks.plans import remind_and_lapse
from jisr.events.talks.policies import READ_TALK_PROFILE, READ_TALK_REQUEST
from jisr.events.talks.services import (
    Closed,
    NotPossible,
    answer,
    ask,
    keep_profile,
    note_absent,
    opt_out,
    take_back,
)
from jisr.events.talks.states import RequestState
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from tests import policy_twins
from tests.at_once import at_once, by
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import ThemeFactory
from tests.factories.talks import ASKED_AT, TalkBlockFactory, TalkProfileFactory, TalkRequestFactory, TalkSettingFactory

pytestmark = pytest.mark.django_db
LATE = datetime(2027, 9, 10, 16, tzinfo=UTC)


@pytest.fixture
def setting():
    return TalkSettingFactory()


def profile(setting, **columns):
    return TalkProfileFactory(participant__edition=setting.edition, **columns)


def told(user):
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("subject_line", flat=True))


def published(request, setting, **columns):
    slot = setting.slots()[0]
    place = {"slot": slot.key, "starts_at": slot.starts_at, "minutes": 20, "table": 1, **columns}
    return Talk.objects.create(request=request, changed_at=ASKED_AT, **place)


def test_a_participant_opts_in_with_what_they_offer_and_look_for(setting):
    participant, theme = ParticipantFactory(edition=setting.edition), ThemeFactory()
    values = {"offers": [theme], "needs": [], "text": " Solar ", "language": "en", "away": ["b", "a"]}

    made = keep_profile(participant, values, actor=participant.user)

    assert (made.is_open, made.text, made.away, list(made.offers.all())) == (True, "Solar", ["a", "b"], [theme])


def test_nobody_writes_the_profile_of_somebody_else_not_even_their_coordinator(setting):
    participant = ParticipantFactory(edition=setting.edition)
    coordinator = MembershipFactory(coordinator=True, authority=participant.authority).user
    values = {"offers": [], "needs": [], "text": "x", "language": "en", "away": []}

    with pytest.raises(Refused):
        keep_profile(participant, values, actor=coordinator)

    assert not TalkProfile.objects.exists()


def test_who_waits_for_a_place_cannot_take_part(setting):
    participant = ParticipantFactory(waiting=True, edition=setting.edition)

    with pytest.raises(Refused):
        keep_profile(
            participant,
            {"offers": [], "needs": [], "text": "x", "language": "en", "away": []},
            actor=participant.user,
        )


def test_the_one_who_is_asked_is_told_once_and_a_second_click_gives_the_first_request(setting):
    own, other = profile(setting), profile(setting)

    first = ask(own, other.public_id, words="Sewage", actor=own.participant.user, at=ASKED_AT)
    second = ask(own, other.public_id, words="Again", actor=own.participant.user, at=ASKED_AT)

    assert (second.pk, second.words) == (first.pk, "Sewage")
    assert told(other.participant.user) == ["Somebody would like to meet you"]


def test_asking_back_is_a_yes_that_weighs_more(setting):
    own, other = profile(setting), profile(setting)
    ask(own, other.public_id, actor=own.participant.user, at=ASKED_AT)

    made = ask(other, own.public_id, actor=other.participant.user, at=ASKED_AT)

    assert (made.state, made.is_mutual, TalkRequest.objects.count()) == (RequestState.ACCEPTED, True, 1)


@pytest.mark.parametrize("columns", [{"hidden": True}, {"participant__state": ParticipantState.WITHDRAWN}])
def test_nobody_asks_somebody_who_does_not_take_part(setting, columns):
    own, other = profile(setting), profile(setting, **columns)

    with pytest.raises((NotPossible, Refused)):
        ask(own, other.public_id, actor=own.participant.user, at=ASKED_AT)


def test_nobody_asks_somebody_of_another_meeting(setting):
    own, other = profile(setting), TalkProfileFactory()

    with pytest.raises(NotPossible):
        ask(own, other.public_id, actor=own.participant.user, at=ASKED_AT)


def test_a_no_and_silence_read_the_same_for_the_one_who_asked(setting):
    no, silent = TalkRequestFactory(asking=profile(setting)), TalkRequestFactory(asking=profile(setting))
    answer(no.public_id, is_yes=False, actor=no.asked.participant.user, at=ASKED_AT)
    remind_and_lapse(now=LATE)

    for request in (no, silent):
        request.refresh_from_db()
    assert (no.get_state_display(), told(no.asking.participant.user)) == (
        silent.get_state_display(),
        told(silent.asking.participant.user),
    )


def test_the_same_answer_again_changes_nothing_and_another_one_is_refused(setting):
    request = TalkRequestFactory(asking=profile(setting))
    person = request.asked.participant.user
    answer(request.public_id, is_yes=True, actor=person, at=ASKED_AT)
    answer(request.public_id, is_yes=True, actor=person, at=ASKED_AT)

    with pytest.raises(IllegalMove):
        answer(request.public_id, is_yes=False, actor=person, at=ASKED_AT)

    assert told(request.asking.participant.user) == ["Your request for a 1:1 meeting was accepted"]


def test_only_the_one_who_is_asked_answers(setting):
    request = TalkRequestFactory(asking=profile(setting))

    for person in (request.asking.participant.user, UserFactory(), UserFactory(roles=[Role.EVENTS])):
        with pytest.raises(Refused):
            answer(request.public_id, is_yes=True, actor=person, at=ASKED_AT)


def test_from_the_close_on_nobody_asks_or_answers(setting):
    own, other = profile(setting), profile(setting)
    request = TalkRequestFactory(asking=profile(setting))

    with pytest.raises(Closed):
        ask(own, other.public_id, actor=own.participant.user, at=LATE)
    with pytest.raises(Closed):
        answer(request.public_id, is_yes=True, actor=request.asked.participant.user, at=LATE)


@pytest.mark.parametrize("side", ["asking", "asked"])
def test_either_takes_a_published_meeting_back_and_the_other_is_told_once(setting, side):
    TalkBlockFactory(setting=setting)
    request = TalkRequestFactory(agreed=True, asking=profile(setting))
    talk = published(request, setting)
    person = getattr(request, side).participant.user
    other = request.other_than(getattr(request, side)).participant.user

    for _click in range(2):
        take_back(request.public_id, actor=person, at=ASKED_AT)

    talk.refresh_from_db()
    assert (talk.is_cancelled, talk.sequence) == (True, 1)
    assert (told(other), told(person)) == (["A 1:1 meeting does not take place"], [])


def test_opting_out_hides_the_profile_and_cancels_all_that_was_agreed(setting):
    TalkBlockFactory(setting=setting)
    own = profile(setting)
    agreed = TalkRequestFactory(agreed=True, asking=own)
    TalkRequestFactory(asking=own)
    talk = published(agreed, setting)

    for _click in range(2):
        opt_out(own.participant, actor=own.participant.user, at=ASKED_AT)

    talk.refresh_from_db()
    assert (TalkProfile.objects.taking_part().filter(pk=own.pk).exists(), talk.is_cancelled) == (False, True)
    assert set(TalkRequest.objects.values_list("state", flat=True)) == {RequestState.WITHDRAWN}
    assert told(agreed.asked.participant.user) == ["A 1:1 meeting does not take place"]


def test_after_taking_back_the_two_can_begin_anew(setting):
    request = TalkRequestFactory(asking=profile(setting))
    take_back(request.public_id, actor=request.asking.participant.user, at=ASKED_AT)

    again = ask(request.asking, request.asked.public_id, actor=request.asking.participant.user, at=ASKED_AT)

    assert again.pk != request.pk


def test_a_no_show_is_noted_by_the_events_team_alone_and_can_be_lifted(setting):
    own, staff = profile(setting), UserFactory(roles=[Role.EVENTS])
    with pytest.raises(Refused):
        note_absent(own.public_id, is_absent=True, actor=own.participant.user, at=ASKED_AT)

    note_absent(own.public_id, is_absent=True, actor=staff, at=ASKED_AT)
    assert TalkProfile.objects.get().absent_at == ASKED_AT
    note_absent(own.public_id, is_absent=False, actor=staff, at=ASKED_AT)
    assert TalkProfile.objects.get().absent_at is None


def test_people_are_reminded_once_shortly_before_the_close(setting):
    request = TalkRequestFactory(asking=profile(setting))

    assert remind_and_lapse(now=LATE - timedelta(days=9)) == (0, 0)
    assert remind_and_lapse(now=LATE - timedelta(days=2)) == (1, 0)
    assert remind_and_lapse(now=LATE - timedelta(days=1)) == (0, 0)
    assert told(request.asked.participant.user) == ["A request for a 1:1 meeting waits for your answer"]


@pytest.mark.parametrize(("permission", "model"), [(READ_TALK_PROFILE, TalkProfile), (READ_TALK_REQUEST, TalkRequest)])
def test_rules_and_queries_agree_for_everybody(permission, model):
    request = TalkRequestFactory(agreed=True)
    edition = request.asking.participant.edition
    readers = policy_twins.readers(request.asking.participant.authority)
    TalkProfileFactory(participant__edition=edition, participant__user=readers["mayor"])
    TalkProfileFactory(hidden=True, participant__edition=edition, participant__user=readers["expert"])
    TalkProfileFactory(participant__edition=EditionFactory(ahead=True), participant__user=readers["finance"])
    TalkProfileFactory(participant__edition=edition, participant__state=ParticipantState.WITHDRAWN)
    readers |= {"asking": request.asking.participant.user, "asked": request.asked.participant.user}
    policy_twins.register(permission, model)

    assert list(policy_twins.disagreements(permission.name, readers)) == []
    seen = {label for label, actor in readers.items() if model.objects.visible_to(actor).all()}
    assert "staff events" in seen
    assert not {"anonymous", "outsider", "closed", "staff adviser"} & seen


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_each_other_at_once_have_one_agreed_request():
    setting = TalkSettingFactory()
    own, other = profile(setting), profile(setting)

    outcome = at_once(
        lambda: ask(own, other.public_id, actor=by(own.participant.user), at=ASKED_AT),
        lambda: ask(other, own.public_id, actor=by(other.participant.user), at=ASKED_AT),
    )

    assert outcome == ["done", "done"]
    assert list(TalkRequest.objects.values_list("state", "is_mutual")) == [(RequestState.ACCEPTED, True)]
