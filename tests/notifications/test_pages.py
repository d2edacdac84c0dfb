"""The inbox, the choice of mails, and the programme office's list of mails that could not be delivered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel import personal
from jisr.kernel.policy import Refused, may
from jisr.notifications import outbox
from jisr.notifications.models import Message, Preference
from jisr.notifications.own_data import erase, forget_old, own_messages
from jisr.notifications.policies import Can
from jisr.notifications.services import send_again
from jisr.notifications.states import Delivery, State
from jisr.web.waiting import waiting_for
from tests.factories.accounts import UserFactory
from tests.notifications.test_notify import tell

pytestmark = pytest.mark.django_db

INBOX = "/en/workspace/messages/"


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def dead(jonas):
    (message,) = tell(jonas, at=timezone.now() - timedelta(days=1))
    taken = outbox.claim_next(at=timezone.now())
    outbox.note_failed(taken, at=timezone.now(), failure="550 no", is_final=True, is_uncertain=False)
    return message


def member_of_staff(*roles):
    return UserFactory(roles=roles)


def test_the_inbox_shows_unread_messages_first_and_only_ones_own(client, reader, jonas):
    now = timezone.now()
    (old,), _new = (
        tell(reader, subject_line="Older", at=now - timedelta(days=2)),
        tell(reader, subject_line="Newer", at=now),
    )
    tell(jonas, subject_line="Foreign", at=now)
    Message.objects.filter(subject_line="Newer").update(read_at=now)

    response = client.get(INBOX)

    assert [message.subject_line for message in response.context["listing"].page] == ["Older", "Newer"]
    assert "1 message is unread." in response.content.decode()
    assert "private" in response.headers["Cache-Control"]
    assert old.get_absolute_url() in response.content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [("read=unread", ["A"]), ("read=read", ["B"]), ("kind=tests.urgent", ["B"]), ("kind=x", ["A", "B"])],
)
def test_the_inbox_has_filters(client, reader, query, shown):
    tell(reader, subject_line="A")
    tell(reader, subject_line="B", kind="tests.urgent")
    Message.objects.filter(subject_line="B").update(read_at=timezone.now())

    page = client.get(f"{INBOX}?{query}").context["listing"].page

    assert sorted(message.subject_line for message in page) == shown


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_inbox_costs_the_same_queries_however_long_it_is(client, reader, count, django_assert_max_num_queries):
    for _number in range(count):
        tell(reader)

    with django_assert_max_num_queries(8):
        assert client.get(INBOX).status_code == 200


def test_opening_a_message_marks_it_read_and_it_can_be_marked_unread(client, reader):
    (message,) = tell(reader, url="/en/partnerships/")

    page = client.get(f"{INBOX}{message.key}/")
    message.refresh_from_db()
    assert message.read_at is not None
    assert 'href="/en/partnerships/"' in page.content.decode()

    client.post(f"{INBOX}{message.key}/unread/")
    message.refresh_from_db()
    assert message.read_at is None


def test_a_message_keeps_the_language_and_the_direction_in_which_it_was_written(client, rania):
    (message,) = tell(rania, subject_line="Jericho: طلب شراكة")
    client.force_login(rania)

    listed, page = client.get(INBOX).content.decode(), client.get(f"{INBOX}{message.key}/").content.decode()

    assert '<bdi lang="ar" dir="rtl">Jericho: طلب شراكة</bdi>' in listed
    assert '<div class="prose" lang="ar" dir="rtl">' in page


@pytest.mark.parametrize("path", ["", "unread/"])
def test_a_foreign_message_and_none_at_all_give_the_same_404(client, reader, jonas, path):
    (message,) = tell(jonas)
    ask = client.post if path else client.get

    foreign, absent = ask(f"{INBOX}{message.key}/{path}"), ask(f"{INBOX}{'0' * 32}/{path}")

    assert (foreign.status_code, absent.status_code) == (404, 404)
    message.refresh_from_db()
    assert message.read_at is None


def test_chosen_messages_or_all_are_marked_read_but_no_foreign_ones(client, reader, jonas):
    (first,), _second, (foreign,) = tell(reader), tell(reader), tell(jonas)

    client.post(f"{INBOX}read/", {"key": [first.key, foreign.key]})
    assert Message.objects.unread().count() == 2

    client.post(f"{INBOX}read/", {"all": "1"})
    assert list(Message.objects.unread()) == [foreign]


def test_whoever_is_not_signed_in_is_asked_to_sign_in(client):
    assert client.get(INBOX)["Location"] == f"/en/accounts/login/?next={INBOX}"


def test_a_choice_of_mails_is_saved_and_stands_in_the_trail(client, reader):
    answer = client.post(f"{INBOX}settings/", {"delivery": "digest"})

    assert answer.status_code == 302
    chosen = Preference.objects.get(user=reader)
    assert chosen.delivery == Delivery.DIGEST
    assert Entry.objects.about(chosen).get().changes == {"delivery": ["single", "digest"]}
    assert 'value="digest"' in client.get(f"{INBOX}settings/").content.decode()


def test_a_choice_that_does_not_exist_is_refused(client, reader):
    assert client.post(f"{INBOX}settings/", {"delivery": "pigeon"}).status_code == 422
    assert Preference.objects.count() == 0


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("path", ["", "settings/"])
def test_pages_show_in_each_language(client, reader, language, path):
    tell(reader)

    page = client.get(f"/{language}/workspace/messages/{path}").content.decode()

    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert page.count("<h1") == 1


def test_unread_messages_wait_for_their_reader(reader, jonas):
    tell(reader)
    tell(reader)

    (entry,) = [one for one in waiting_for(reader) if one.url == INBOX]
    assert (entry.title, entry.until) == ("2 unread messages", None)
    assert [one for one in waiting_for(jonas) if one.url == INBOX] == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ADVISER])
def test_administrators_and_advisers_see_what_was_not_delivered_and_send_it_again(client, dead, role):
    actor = member_of_staff(role)
    client.force_login(actor)

    page = client.get(f"{INBOX}undelivered/").content.decode()
    client.post(f"{INBOX}undelivered/{dead.key}/send-again/")

    assert ("550 no" in page, "jonas@example.org" in page) == (True, True)
    dead.refresh_from_db()
    assert (dead.state, dead.attempts, dead.failure) == (State.QUEUED, 0, "")
    step = Entry.objects.about(dead).first()
    assert (step.action, step.actor_id) == ("notifications.sent_again", actor.pk)
    assert step.changes == {"state": ["dead", "queued"]}


@pytest.mark.parametrize("role", [Role.EVENTS, Role.FUNDING, Role.AUDIT, Role.EDITOR])
def test_other_roles_neither_see_nor_send(client, dead, role):
    client.force_login(member_of_staff(role))

    answers = [client.get(f"{INBOX}undelivered/"), client.post(f"{INBOX}undelivered/{dead.key}/send-again/")]

    assert {answer.status_code for answer in answers} <= {403, 404}
    dead.refresh_from_db()
    assert dead.state == State.DEAD


def test_sending_again_is_refused_by_the_service_too(dead, jonas):
    with pytest.raises(Refused):
        send_again(dead.key, actor=jonas, at=timezone.now())


def test_a_mail_that_was_not_given_up_cannot_be_sent_again(client, jonas):
    (message,) = tell(jonas)
    client.force_login(member_of_staff(Role.ADVISER))

    assert client.post(f"{INBOX}undelivered/{message.key}/send-again/").status_code == 404


@pytest.mark.parametrize("roles", [(), *[(role,) for role in Role]])
def test_rules_and_their_twins_agree(dead, roles):
    actor = UserFactory(roles=roles)
    tell(actor)
    for twin, wanted in [("visible_to", Can.READ_MESSAGE), ("resendable_by", Can.SEND_AGAIN)]:
        rows = Message.objects.dead() if wanted is Can.SEND_AGAIN else Message.objects.all()
        allowed = {message.pk for message in rows if may(actor, wanted, message)}
        assert set(getattr(Message.objects, twin)(actor).values_list("pk", flat=True)) == allowed


def test_a_person_takes_their_messages_home_and_is_erased_with_them(rania, jonas):
    tell(rania, subject_line="Mine")
    tell(jonas, subject_line="Other")
    Preference.objects.create(user=rania)

    assert [row["subject_line"] for row in own_messages(rania).rows] == ["Mine"]
    assert erase(rania) == 2
    assert list(Message.objects.values_list("subject_line", flat=True)) == ["Other"]


def test_messages_are_forgotten_after_a_year(jonas):
    now = timezone.now()
    tell(jonas, at=now - timedelta(days=366))
    tell(jonas, at=now - timedelta(days=364))

    assert forget_old(now) == 1
    assert Message.objects.count() == 1


def test_every_personal_field_of_this_room_is_declared():
    assert [name for name in personal.undeclared() if name.startswith("notifications.")] == []
