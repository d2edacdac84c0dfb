"""Contributions: called for, handed in, reviewed, decided, and told once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from jisr.accounts.states import Role
from jisr.events.agenda import contributions as services
from jisr.events.agenda.contribution_models import Contribution, ContributionCall, Review
from jisr.events.agenda.models import Session
from jisr.events.agenda.states import ContributionState
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from tests.at_once import at_once, by
from tests.events.agenda.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.agenda import CLOSES, OPENS, CallFactory, ContributionFactory
from tests.factories.events import ParticipantFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import ThemeFactory

pytestmark = pytest.mark.django_db
VALUES = {"title": "Waste", "abstract": "What we learned.", "language": "de", "format": "talk", "themes": []}


@pytest.fixture
def call(meeting):
    return CallFactory(edition=meeting.edition)


@pytest.fixture
def member(db):
    return MembershipFactory(confirmed=True).user


def begun(call, values, *, actor, at=NOW):
    return services.begin(call, values, key=uuid4(), seen={}, actor=actor, at=at).contribution


def shown(row):
    return services.stamps_of(services.values_of(row))


def written(row, values, *, actor, at=NOW):
    return services.write(row, values, seen=shown(row), actor=actor, at=at)


def told():
    return list(Message.objects.order_by("pk").values_list("subject_line", flat=True))


def test_a_member_keeps_a_draft_that_nobody_else_sees_and_hands_it_in(call, member):
    row = begun(call, {**VALUES, "abstract": ""}, actor=member)
    assert list(Contribution.objects.visible_to(UserFactory(roles=[Role.EVENTS]))) == []
    with pytest.raises(services.Incomplete):
        services.submit(row, actor=member, at=NOW)

    written(row, VALUES, actor=member)
    row = services.submit(row, actor=member, at=NOW)

    assert (row.state, row.submitted_at) == (ContributionState.SUBMITTED, NOW)
    with pytest.raises(IllegalMove):
        services.submit(row, actor=member, at=NOW)


@pytest.mark.parametrize("at", [OPENS - timedelta(seconds=1), CLOSES, CLOSES + timedelta(days=1)])
def test_outside_its_time_nothing_is_taken(call, member, at):
    draft = ContributionFactory(call=call, author=member, draft=True)

    for step in (
        lambda: begun(call, VALUES, actor=member, at=at),
        lambda: written(draft, VALUES, actor=member, at=at),
        lambda: services.submit(draft, actor=member, at=at),
    ):
        with pytest.raises(services.CallClosed):
            step()


def test_who_is_no_confirmed_member_hands_nothing_in(call):
    for person in (UserFactory(), MembershipFactory().user, MembershipFactory(ended=True).user):
        with pytest.raises(Refused):
            begun(call, VALUES, actor=person)


def test_a_stale_window_overwrites_nothing_and_saves_what_nobody_else_touched(call, member):
    row = begun(call, VALUES, actor=member)
    seen = shown(row)
    theme = ThemeFactory(slug="water")
    services.write(row, {**VALUES, "abstract": "Newer."}, seen=seen, actor=member, at=NOW)

    stale = {"title": "Waste and water", "abstract": "Older.", "themes": [theme]}
    kept = services.write(row, {**VALUES, **stale}, seen=seen, actor=member, at=NOW)

    assert kept.conflicts == {"abstract": "Newer."}
    row.refresh_from_db()
    assert (row.title, row.abstract, list(row.themes.all())) == ("Waste and water", "Newer.", [theme])
    again = services.write(row, {**VALUES, **stale}, seen=shown(row), actor=member, at=NOW)
    assert (again.conflicts, again.contribution.abstract) == ({}, "Older.")


def test_a_window_that_left_a_field_alone_never_stands_against_another(call, member):
    row = begun(call, VALUES, actor=member)
    seen = shown(row)
    services.write(row, {**VALUES, "title": "New"}, seen=seen, actor=member, at=NOW)

    kept = services.write(row, {**VALUES, "abstract": "More."}, seen=seen, actor=member, at=NOW)

    assert (kept.conflicts, kept.contribution.title, kept.contribution.abstract) == ({}, "New", "More.")


def test_a_page_that_saves_again_goes_on_with_its_own_draft_and_nobody_takes_it_over(call, member):
    key, blank = uuid4(), services.stamps_of({**VALUES, "title": "", "abstract": ""})
    one = services.begin(call, {"title": "Wa"}, key=key, seen=blank, actor=member, at=NOW).contribution
    seen = shown(one)

    services.begin(call, {"title": "Waste", "language": "ar"}, key=key, seen=seen, actor=member, at=NOW)

    assert list(Contribution.objects.values_list("title", "language", "author")) == [("Waste", "ar", member.pk)]
    other = MembershipFactory(confirmed=True).user
    with pytest.raises(Refused):
        services.begin(call, VALUES, key=key, seen=seen, actor=other, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_sent_twice_at_once_makes_one_draft(meeting):
    call, key = CallFactory(edition=meeting.edition), uuid4()
    member = MembershipFactory(confirmed=True).user

    def send():
        own = ContributionCall.objects.select_related("edition").get(pk=call.pk)
        return services.begin(own, VALUES, key=key, seen={}, actor=by(member), at=NOW)

    assert at_once(send, send) == ["done", "done"]
    assert list(Contribution.objects.values_list("public_id", "title")) == [(key, "Waste")]


def test_only_the_author_changes_and_takes_back(call, member):
    row = ContributionFactory(call=call)
    with pytest.raises(Refused):
        written(row, VALUES, actor=member)
    with pytest.raises(Refused):
        services.withdraw(row, actor=member)

    assert services.withdraw(row, actor=row.author).state == ContributionState.WITHDRAWN


def test_nobody_reviews_their_own_and_a_second_review_replaces_the_first(call, meeting):
    row = ContributionFactory(call=call, author=meeting.planner)
    with pytest.raises(Refused):
        services.review(row, score=5, note="", actor=meeting.planner)
    reviewer = UserFactory()
    with pytest.raises(Refused):
        services.review(row, score=5, note="", actor=reviewer)
    services.invite_reviewer(call, reviewer, actor=meeting.planner, at=NOW)

    services.review(row, score=2, note="short", actor=reviewer)
    services.review(row, score=4, note=" better ", actor=reviewer)

    assert list(Review.objects.values_list("reviewer", "score", "note")) == [(reviewer.pk, 4, "better")]


def test_inviting_twice_tells_once_and_who_is_dismissed_sees_no_more(call, meeting):
    row, reviewer = ContributionFactory(call=call), UserFactory()
    for _time in range(2):
        services.invite_reviewer(call, reviewer, actor=meeting.planner, at=NOW)
    assert told() == ["Please review contributions to a meeting"]
    assert list(Contribution.objects.to_review(reviewer)) == [row]

    services.dismiss_reviewer(call, reviewer, actor=meeting.planner)
    assert list(Contribution.objects.visible_to(reviewer)) == []


def test_accepting_makes_a_session_with_the_author_as_speaker_who_is_told_once(call, meeting):
    row = ContributionFactory(call=call, language="de", format="panel", title="Abfall", abstract="Was wir lernten.")
    row.themes.add(ThemeFactory(slug="waste"))
    seat = ParticipantFactory(edition=meeting.edition, user=row.author, full_name="Ada", function_title="Head")

    session = services.accept(row, actor=meeting.planner, at=NOW)
    with pytest.raises(IllegalMove):
        services.accept(row, actor=meeting.planner, at=NOW)

    assert (session.kind, session.title_de, session.abstract_de, session.languages, session.starts_at) == (
        "panel",
        "Abfall",
        "Was wir lernten.",
        ["de"],
        None,
    )
    speaker = session.speakers.get()
    assert (speaker.participant, speaker.full_name, speaker.function_title_de, speaker.consented_at) == (
        seat,
        "Ada",
        "Head",
        None,
    )
    assert [theme.slug for theme in session.themes.all()] == ["waste"]
    assert told() == ["Your contribution is accepted", "May we show that you speak in a session?"]


def test_a_no_needs_a_reason_that_the_author_reads(call, meeting):
    row = ContributionFactory(call=call)
    with pytest.raises(services.ReasonMissing):
        services.decline(row, reason="  ", actor=meeting.planner, at=NOW)

    row = services.decline(row, reason="Too many on this theme.", actor=meeting.planner, at=NOW)

    assert (row.state, row.decided_by, told()) == (
        ContributionState.DECLINED,
        meeting.planner,
        ["Your contribution was not chosen"],
    )
    assert "Too many on this theme." in Message.objects.get().body
    with pytest.raises(DomainError):
        written(row, VALUES, actor=row.author)


@pytest.mark.parametrize("roles", [[], [Role.ADVISER]])
def test_only_the_events_team_calls_and_decides(call, roles):
    row, other = ContributionFactory(call=call), UserFactory(roles=roles)

    for step in (
        lambda: services.accept(row, actor=other, at=NOW),
        lambda: services.decline(row, reason="No.", actor=other, at=NOW),
        lambda: services.invite_reviewer(call, other, actor=other, at=NOW),
        lambda: services.set_call(call.edition, {}, themes=[], actor=other),
    ):
        with pytest.raises(Refused):
            step()


@pytest.mark.django_db(transaction=True)
def test_accepting_and_declining_at_once_is_one_of_the_two(meeting):
    row = ContributionFactory(call=CallFactory(edition=meeting.edition))

    def load():
        return Contribution.objects.select_related("call__edition").get(pk=row.pk)

    outcome = at_once(
        lambda: services.accept(load(), actor=by(meeting.planner), at=NOW),
        lambda: services.decline(load(), reason="No.", actor=by(meeting.planner), at=NOW),
    )

    assert outcome == ["IllegalMove", "done"]
    row.refresh_from_db()
    assert Session.objects.count() == (1 if row.state == ContributionState.ACCEPTED else 0)
    assert len(told()) == 1


def test_the_call_is_written_once_per_meeting(meeting):
    texts = {f"{name}_{code}": f"{name} {code}" for name in ("text", "criterion") for code in ("de", "en", "ar")}
    times = {"opens_at": datetime(2027, 1, 1, tzinfo=UTC), "closes_at": datetime(2027, 2, 1, tzinfo=UTC)}

    one = services.set_call(meeting.edition, {**texts, **times}, themes=[], actor=meeting.planner)
    other = services.set_call(meeting.edition, {**texts, **times, "text_de": "Neu"}, themes=[], actor=meeting.planner)

    assert (one.pk, other.text_de, other.text_ar) == (other.pk, "Neu", "text ar")
