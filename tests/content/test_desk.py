"""The editors' desk opens to editors with a second factor and to nobody else."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from jisr.accounts.models import User
from jisr.content.models import Feedback, NewsPage
from jisr.content.services import receive_feedback
from jisr.web import public_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]
DESK = [
    "/cms/",
    "/cms/pages/",
    "/cms/images/",
    "/cms/documents/",
    "/cms/barriers/",
    "/cms/account/",
    "/cms/reports/site-history/",
    "/cms/localize/reports/translations/",
    "/cms/login/",
    "/cms/password_reset/",
    "/cms/password_reset/confirm/x/y/",
    "/cms/api/main/pages/",
    "/cms/nonsense/",
]


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("editor@example.org", display_name="E", preferred_language="de")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def desk(client, editor):
    """A client of an editor with a second factor."""
    TOTP.activate(editor, generate_totp_secret())
    client.force_login(editor)
    return client


def page(slug: str, language: str) -> Page:
    return Page.objects.get(slug=slug, locale__language_code=language)


@pytest.mark.parametrize("address", [address for address in DESK if address != "/cms/nonsense/"])
def test_anonymous_people_are_led_to_the_one_sign_in(client, address):
    response = client.get(address, headers={"accept-language": "ar"})

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/ar/accounts/login/?next=/cms/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", DESK)
def test_an_editor_without_a_second_factor_is_led_to_set_one_up(client, editor, address, method):
    client.force_login(editor)

    response = getattr(client, method)(address)

    assert (response.status_code, response.headers["Location"]) == (302, "/de/accounts/2fa/")


def test_a_superuser_without_a_second_factor_is_led_to_set_one_up(client):
    client.force_login(User.objects.create_superuser("root@example.org"))

    assert client.get("/cms/pages/").headers["Location"] == "/de/accounts/2fa/"


def test_a_person_who_is_no_editor_is_refused_and_not_sent_in_a_circle(client):
    reader = User.objects.create_user("reader@example.org")
    TOTP.activate(reader, generate_totp_secret())
    client.force_login(reader)

    assert client.get("/cms/").status_code == 403


def test_wagtails_own_sign_in_leads_an_editor_to_the_desk(desk):
    for address in ("/cms/login/", "/cms/password_reset/", "/cms/password_reset/confirm/x/y/"):
        response = desk.get(address)
        assert (response.status_code, response.headers["Location"]) == (302, "/cms/")
    assert desk.post("/cms/login/", {"username": "x", "password": "y"}).headers["Location"] == "/cms/"


@pytest.mark.parametrize(("language", "words"), [("de", "Seiten"), ("ar", "صفحات")])
def test_the_desk_speaks_the_editors_language(desk, editor, language, words):
    User.objects.filter(pk=editor.pk).update(preferred_language=language)

    response = desk.get("/cms/", headers={"accept-language": "en"})

    assert response.status_code == 200
    assert f'lang="{language}"' in response.text
    assert words in response.text


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_an_editor_may_edit_and_publish_in_each_tree(desk, editor, language):
    permissions = page("news", language).permissions_for_user(editor)

    assert (permissions.can_edit(), permissions.can_publish(), permissions.can_add_subpage()) == (True, True, True)
    assert desk.get(f"/cms/pages/{page('faq', language).pk}/edit/").status_code == 200


def test_an_editor_submits_news_for_translation_and_publishes_it(desk, editor):
    news = page("news", "de")
    item = NewsPage(title="Neu", slug="neu", lead="Kurz.", date="2026-12-01", locale=news.locale)
    news.add_child(instance=item)
    english = page("news", "en").locale

    response = desk.post(
        reverse("wagtail_localize:submit_page_translation", args=[item.pk]), {"locales": [english.pk]}, follow=True
    )

    assert response.status_code == 200
    translated = item.get_translation(english)
    assert translated.get_parent().slug == "news"
    assert desk.get(f"/cms/pages/{translated.pk}/edit/").status_code == 200
    assert not translated.live


def test_the_translation_screen_shows_our_texts_side_by_side(desk):
    text = desk.get(f"/cms/pages/{page('faq', 'ar').pk}/edit/").text

    assert page("faq", "ar").title in text or page("faq", "ar").title.encode("unicode_escape").decode() in text
    assert "wagtail-localize" in text
    assert StringTranslation.objects.filter(data=page("faq", "ar").title).exists()


def test_the_answer_to_a_report_is_noted_in_the_desk(desk):
    report = receive_feedback(
        page_address="/de/", barrier="<b>no</b>", email="", language="de", at=page("faq", "de").first_published_at
    )
    listed = desk.get("/cms/barriers/")
    assert report.reference in listed.text

    response = desk.post(
        f"/cms/barriers/edit/{report.pk}/", {"answered_at": "2030-01-02 10:00", "answer_note": "Repaired."}
    )

    assert response.status_code == 302
    report.refresh_from_db()
    assert (report.answer_note, report.barrier, report.answered_at.year) == ("Repaired.", "<b>no</b>", 2030)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_types_a_report_in_at_the_desk(client, method):
    root = User.objects.create_superuser("root@example.org")
    TOTP.activate(root, generate_totp_secret())
    client.force_login(root)

    assert getattr(client, method)("/cms/barriers/new/", {"barrier": "x"}).status_code == 302
    assert Feedback.objects.count() == 0


def test_a_preview_reaches_neither_other_readers_nor_the_stored_pages(desk, client_class, page_cache):
    public_data.lay_triggers()
    news = page("portal-opens", "de").specific
    news.title = "Nur ein Entwurf"
    news.save_revision()
    assert "Nur ein Entwurf" in desk.get(f"/cms/pages/{news.pk}/view_draft/").text

    for _time in range(2):
        answer = client_class().get("/de/news/portal-opens/")
        assert answer.status_code == 200
        assert "Nur ein Entwurf" not in answer.text


@pytest.fixture
def client_class():
    from django.test import Client  # noqa: PLC0415 - one use

    return Client
