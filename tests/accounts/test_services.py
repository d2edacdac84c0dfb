"""Invitations, roles, preferences, own data and erasure: the rules, without a browser."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone

from jisr.accounts.models import ErasureLog, Invitation, RetentionLog, StaffRole, User
from jisr.accounts.policies import READ_PERSON
from jisr.accounts.services import (
    InvitationGone,
    accept,
    apply_retention,
    change_preferences,
    erase,
    grant_role,
    invite,
    plan_erasure,
    remove_second_factor,
    request_erasure,
    revoke_role,
    take_own_data,
)
from jisr.accounts.services.erasure import LastAdministrator
from jisr.accounts.signals import invitation_accepted
from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.audit.services import SYSTEM, verify
from jisr.content.models import Feedback
from jisr.kernel.policy import Refused, may
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LINK = re.compile(r"/(\w\w)/accounts/invitation/([\w-]+)/")


@pytest.fixture
def administrator():
    return UserFactory(administrator=True)


@pytest.fixture
def token(administrator, django_capture_on_commit_callbacks):
    return invited(django_capture_on_commit_callbacks, administrator)


def invited(commit, actor: User, email: str = "lina@example.org", **details: object) -> str:
    with commit(execute=True):
        invite(email, language="ar", actor=actor, at=NOW, **details)
    return LINK.search(mail.outbox[-1].body)[2]


def actions() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("action", flat=True))


def sign_in_somewhere(user: User, client) -> None:
    client.force_login(user)
    client.session.save()
    UserSession.objects.create(user=user, ip="127.0.0.1", session_key=client.session.session_key, user_agent="Firefox")


def test_an_invitation_is_written_in_the_language_of_the_invited_and_keeps_no_token(token):
    assert (mail.outbox[0].to, LINK.search(mail.outbox[0].body)[1]) == (["lina@example.org"], "ar")
    assert token not in str(Invitation.objects.values().get())
    assert Invitation.objects.get().expires_at == NOW + timedelta(days=14)


def test_accepting_opens_an_account_with_a_confirmed_address_and_tells_the_rooms_above(
    token, django_capture_on_commit_callbacks
):
    told = []
    hear = lambda **payload: told.append(payload["user"])  # noqa: E731 - one line
    invitation_accepted.connect(hear)

    with django_capture_on_commit_callbacks(execute=True):
        user = accept(token, at=NOW, display_name="Lina", language="en", password=PASSWORD)

    assert (user.email, user.display_name, user.preferred_language) == ("lina@example.org", "Lina", "en")
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")[1:]) == [(user.email, True, True)]
    assert told == [user]
    assert actions()[-2:] == ["accounts.invited", "accounts.invitation_accepted"]


@pytest.mark.parametrize("later", [timedelta(days=14), timedelta(days=15)])
def test_an_expired_invitation_opens_nothing(token, later):
    with pytest.raises(InvitationGone):
        accept(token, at=NOW + later, display_name="Lina", password=PASSWORD)
    assert not User.objects.filter(email="lina@example.org").exists()


def test_an_invitation_works_once(token):
    accept(token, at=NOW, display_name="Lina", password=PASSWORD)

    with pytest.raises(InvitationGone):
        accept(token, at=NOW, display_name="Lina again", password=PASSWORD)


def test_an_invitation_is_for_its_address_alone(token):
    with pytest.raises(InvitationGone, match="another"):
        accept(token, at=NOW, user=UserFactory())


def test_an_invitation_gives_the_role_that_it_names(administrator, django_capture_on_commit_callbacks):
    token = invited(django_capture_on_commit_callbacks, administrator, role=Role.ADVISER)

    assert accept(token, at=NOW, display_name="Lina", password=PASSWORD).role_names == {"adviser"}


def test_a_role_is_not_given_when_the_inviter_is_no_administrator_any_more(
    administrator, django_capture_on_commit_callbacks
):
    token = invited(django_capture_on_commit_callbacks, administrator, role=Role.ADVISER)
    revoke_role(administrator, Role.ADMINISTRATOR, actor=UserFactory(administrator=True))

    with pytest.raises(Refused):
        accept(token, at=NOW, display_name="Lina", password=PASSWORD)


def test_only_an_administrator_invites_into_the_office():
    with pytest.raises(Refused):
        invite("a@example.org", language="de", actor=UserFactory(adviser=True), at=NOW, role=Role.ADVISER)


def test_roles_read_before_a_change_are_read_anew_after_it(administrator):
    person = UserFactory()
    assert (person.role_names, person.is_programme_staff) == (frozenset(), False)

    grant_role(person, Role.EDITOR, actor=administrator)
    assert (person.role_names, person.has_role(Role.EDITOR)) == ({"editor"}, True)

    revoke_role(person, Role.EDITOR, actor=administrator)
    assert (person.role_names, person.is_programme_staff) == (frozenset(), False)


@pytest.mark.parametrize("change", [grant_role, revoke_role])
@pytest.mark.parametrize("roles", [[], [Role.ADVISER], [Role.AUDIT, Role.EDITOR]])
def test_only_an_administrator_changes_roles(change, roles):
    person = UserFactory(roles=[Role.EVENTS])

    with pytest.raises(Refused):
        change(person, Role.EVENTS, actor=UserFactory(roles=roles))
    assert list(StaffRole.objects.filter(user=person).values_list("role", flat=True)) == ["events"]


@pytest.mark.parametrize("change", [grant_role, revoke_role])
def test_nobody_changes_their_own_roles(administrator, change):
    with pytest.raises(Refused, match="own"):
        change(administrator, Role.AUDIT, actor=administrator)


def test_wagtail_follows_the_roles(administrator):
    person = UserFactory()
    grant_role(person, Role.EDITOR, actor=administrator)
    grant_role(person, Role.ADMINISTRATOR, actor=administrator)
    person.refresh_from_db()
    assert (person.is_superuser, [group.name for group in person.groups.all()]) == (True, ["Editors"])

    revoke_role(person, Role.EDITOR, actor=administrator)
    revoke_role(person, Role.ADMINISTRATOR, actor=administrator)
    person.refresh_from_db()
    assert (person.is_superuser, person.groups.count()) == (False, 0)
    assert actions() == ["accounts.role_granted"] * 2 + ["accounts.role_revoked"] * 2


def test_giving_a_role_twice_is_one_step(administrator):
    person = UserFactory()
    for _time in range(2):
        grant_role(person, Role.AUDIT, actor=administrator)

    assert actions() == ["accounts.role_granted"]


def test_taking_a_role_ends_every_session(administrator, client):
    person = UserFactory(adviser=True)
    sign_in_somewhere(person, client)

    revoke_role(person, Role.ADVISER, actor=administrator)

    assert not UserSession.objects.exists()
    assert client.get("/en/accounts/").status_code == 302


def test_a_lost_second_factor_is_removed_by_an_administrator_alone(administrator):
    person = UserFactory(totp=True)
    with pytest.raises(Refused):
        remove_second_factor(person, actor=UserFactory(adviser=True))

    remove_second_factor(person, actor=administrator)
    assert not Authenticator.objects.filter(user=person).exists()
    assert actions() == ["accounts.second_factor_removed"]


def test_rule_and_query_agree_on_who_sees_whom():
    people = [UserFactory(roles=[role]) for role in Role] + [UserFactory(), UserFactory(erased_at=NOW)]

    for actor in people[:-1]:
        allowed = {person.pk for person in people if may(actor, READ_PERSON, person)}
        assert set(User.objects.visible_to(actor).values_list("pk", flat=True)) == allowed


def test_preferences_are_changed_and_told_without_the_name():
    person = UserFactory(preferred_language="de")
    change_preferences(person, display_name="New Name", preferred_language="ar")

    person.refresh_from_db()
    assert (person.display_name, person.preferred_language) == ("New Name", "ar")
    assert Entry.objects.get().changes == {"display_name": [None, None], "preferred_language": ["de", "ar"]}


def test_own_data_is_a_zip_for_people_and_for_programs():
    person = UserFactory(display_name="Rania <b>", email="rania@example.org")
    archive = zipfile.ZipFile(io.BytesIO(take_own_data(person, at=NOW).read()))

    data = json.loads(archive.read("data.json"))
    assert data["accounts"]["rows"][0]["email"] == "rania@example.org"
    assert {"accounts", "content", "trail"} <= data.keys()
    page = archive.read("index.html").decode()
    assert "Rania &lt;b&gt;" in page
    assert '<html lang="en" dir="ltr">' in page
    assert actions() == ["accounts.own_data_taken"]


def test_an_erasure_empties_the_account_and_leaves_a_sound_trail(client):
    person = UserFactory(email="rania@example.org", display_name="Rania", totp=True)
    change_preferences(person, display_name="Rania", preferred_language="ar")
    Feedback.objects.create(barrier="b", email=person.email, language="de", received_at=NOW, due_on=NOW.date())
    sign_in_somewhere(person, client)

    log = request_erasure(person, actor=person, at=NOW)
    assert client.get("/en/accounts/").status_code == 302
    erase(log.pk, at=NOW)

    gone = User.objects.get(pk=person.pk)
    assert re.fullmatch(r"erased-[0-9a-f]{24}@erased\.invalid", gone.email)
    assert (gone.display_name, gone.is_active, gone.has_usable_password()) == ("", False, False)
    assert str(gone) == "erased account"
    for rows in (EmailAddress, Authenticator, UserSession):
        assert not rows.objects.filter(user=gone).exists()
    assert Feedback.objects.get().email == ""
    assert "rania" not in str(list(ErasureLog.objects.values()) + list(Entry.objects.values())).lower()
    assert (verify().steps, verify().fault) == (3, "")
    assert actions()[-2:] == ["accounts.erasure_requested", "accounts.erased"]


def test_erasing_twice_is_erasing_once():
    person = UserFactory()
    log = request_erasure(person, actor=person, at=NOW)
    assert request_erasure(person, actor=person, at=NOW) == log

    address = (erase(log.pk, at=NOW), User.objects.get(pk=person.pk).email)[1]
    erase(log.pk, at=NOW)
    assert User.objects.get(pk=person.pk).email == address


def test_a_plan_counts_and_changes_nothing():
    person = UserFactory(email="rania@example.org", totp=True)

    assert plan_erasure(person)["accounts"] >= 3
    person.refresh_from_db()
    assert (person.email, person.is_active) == ("rania@example.org", True)
    assert Authenticator.objects.filter(user=person).exists()


def test_the_last_administrator_cannot_leave(administrator):
    with pytest.raises(LastAdministrator):
        request_erasure(administrator, actor=administrator, at=NOW)

    UserFactory(administrator=True)
    assert request_erasure(administrator, actor=administrator, at=NOW).done_at is None


def test_nobody_erases_somebody_else_but_the_system(administrator):
    person = UserFactory()
    with pytest.raises(Refused):
        request_erasure(person, actor=administrator, at=NOW)

    assert request_erasure(person, actor=SYSTEM, at=NOW).account_number == person.pk


def test_time_removes_what_came_to_nothing(token):
    waiting = UserFactory(verified=False)
    User.objects.filter(pk=waiting.pk).update(date_joined=NOW)
    late = NOW + timedelta(days=45)

    before = apply_retention(at=late, is_dry_run=True)
    assert (before["accounts"] >= 2, Invitation.objects.count(), RetentionLog.objects.count()) == (True, 1, 0)

    assert apply_retention(at=late) == before
    assert (Invitation.objects.count(), User.objects.filter(pk=waiting.pk).exists()) == (0, False)
    assert RetentionLog.objects.get().rows == before
    assert apply_retention(at=late)["accounts"] == 0


def test_time_keeps_confirmed_people_and_open_invitations(token):
    people = User.objects.count()
    apply_retention(at=NOW + timedelta(days=13))

    assert (Invitation.objects.count(), User.objects.count()) == (1, people)


def test_groups_are_not_touched_by_other_roles(administrator):
    person = UserFactory()
    other = Group.objects.create(name="Moderators of something")
    person.groups.add(other)
    grant_role(person, Role.FUNDING, actor=administrator)

    assert list(person.groups.all()) == [other]
