"""Telling people: in the transaction of what is told, in each reader's language, and safe whatever they are called."""

from datetime import date

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy

from jisr.accounts.models import User
from jisr.notifications import kinds
from jisr.notifications.models import Message, Preference
from jisr.notifications.rendering import LONGEST_PART, clean, one_line, own_path
from jisr.notifications.services import notify
from jisr.notifications.states import Delivery, State

pytestmark = pytest.mark.django_db

DIGEST = "notifications/mail/digest"


def tell(*people, kind="tests.told", subject_line="Told", context=None, **given):
    context = context or {"items": [], "more": 0}
    return notify(kind, to=people, subject_line=subject_line, template=DIGEST, context=context, **given)


def test_each_person_is_told_once_in_their_language_and_direction(rania, jonas):
    tell(rania, jonas, rania, subject_line=gettext_lazy("Partnerships"), url="/en/partnerships/")

    arabic, german = Message.objects.get(recipient=rania), Message.objects.get(recipient=jonas)
    assert Message.objects.count() == 2
    assert (arabic.subject_line, german.subject_line) == ("الشراكات", "Partnerschaften")
    assert (arabic.url, german.url) == ("/ar/partnerships/", "/de/partnerships/")
    assert '<html lang="ar" dir="rtl">' in arabic.html
    assert '<html lang="de" dir="ltr">' in german.html
    assert "http://127.0.0.1:8000/ar/partnerships/" in arabic.text
    assert (arabic.state, arabic.attempts, arabic.read_at) == (State.QUEUED, 0, None)


def test_what_is_undone_was_never_told(jonas):
    with transaction.atomic():
        tell(jonas)
        transaction.set_rollback(True)

    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_telling_outside_a_transaction_is_refused(jonas):
    with pytest.raises(RuntimeError, match="transaction"):
        tell(jonas)


def test_a_closed_account_is_not_told(jonas):
    jonas.is_active = False

    assert tell(jonas) == []


def test_a_kind_that_nobody_declared_is_refused(jonas):
    with pytest.raises(kinds.UnknownKind):
        tell(jonas, kind="tests.unheard_of")


def test_a_kind_is_declared_once():
    kinds.declare("tests.told", "something was told")

    with pytest.raises(ValueError, match="twice"):
        kinds.declare("tests.told", "something else")


def test_who_wants_an_overview_gets_mails_of_their_own_only_for_what_is_mandatory(jonas):
    Preference.objects.create(user=jonas, delivery=Delivery.DIGEST)

    (usual,), (urgent,) = tell(jonas), tell(jonas, kind="tests.urgent")

    assert (usual.for_digest, urgent.for_digest) == (True, False)


def test_a_subject_cannot_add_a_header(jonas):
    (message,) = tell(jonas, subject_line="Hello\r\nBcc: all@example.org\n\nand more\x00\u202e")

    assert message.subject_line == "Hello Bcc: all@example.org and more"


def test_a_subject_is_cut_to_what_fits():
    assert one_line("a" * 500, 200) == "a" * 199 + "…"


def test_a_hostile_name_stays_a_name():
    eve = User.objects.create_user(
        "eve@example.org", display_name="Eve\r\n\r\nPay here: <b>x</b> & \u202egpj.exe", preferred_language="en"
    )

    (message,) = tell(eve)

    assert message.text.startswith("Hello Eve Pay here: <b>x</b> & gpj.exe,\n")
    assert "Hello <bdi>Eve Pay here: &lt;b&gt;x&lt;/b&gt; &amp; gpj.exe</bdi>," in message.html


def test_huge_text_is_cut_and_a_page_of_it_is_never_half(jonas):
    long = {"subject_line": "x" * 1_000_000, "kind": "y" * 1_000_000, "link": "z"}

    (message,) = tell(jonas, context={"items": [long] * 1000, "more": 0})

    assert len(message.text) <= LONGEST_PART
    assert message.html == ""
    assert len(message.body) <= LONGEST_PART


def test_what_the_inbox_shows_has_no_greeting_and_no_foot(jonas):
    (message,) = tell(jonas, context={"items": [], "more": 3})

    assert "Jonas" in message.text
    assert "Jonas" not in message.body
    assert "/workspace/messages/settings/" in message.text
    assert "/workspace/messages/settings/" not in message.body


def test_values_are_words_numbers_and_dates_and_nothing_that_could_leak(jonas):
    assert clean({"a": (1, "b\u202e"), "c": date(2026, 1, 2)}) == {"a": [1, "b"], "c": date(2026, 1, 2)}
    assert clean("10\u00a0000\u202f€ كتاب") == "10\u00a0000\u202f€ كتاب"
    with pytest.raises(TypeError, match="User"):
        clean({"user": jonas})


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "x"])
def test_a_message_leads_to_this_site_only(url):
    with pytest.raises(ValueError, match="this site only"):
        own_path(url, language="de")


def test_addresses_without_a_language_stay_as_they_are():
    assert own_path("/api/v1/", language="ar") == "/api/v1/"
    assert own_path("/de/events/?page=2", language="ar") == "/ar/events/?page=2"
