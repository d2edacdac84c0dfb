"""The loader writes what is new, once, and never over an editor's work."""

import io

import pytest
from wagtail.models import GroupPagePermission, Page, Site
from wagtail_localize.models import StringTranslation, Translation

from jisr.content.models import HomePage, LoadedPage, StandardPage
from jisr.content.programme import load_content
from jisr.content.texts import BrokenText
from tests.content.conftest import HOME, PAGE, write

pytestmark = pytest.mark.django_db


def load(folder) -> str:
    said = io.StringIO()
    load_content(stdout=said, folder=folder)
    return said.getvalue()


def home(language: str) -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def faq(language: str) -> StandardPage:
    return StandardPage.objects.get(locale__language_code=language)


def test_three_trees_stand_side_by_side_and_know_each_other(folder):
    assert load(folder) == "Pages: 6 written, 0 left as they were.\n"

    assert {page.locale.language_code: page.title for page in home("de").get_translations(inclusive=True)} == {
        "de": "Hallo",
        "en": "Hello",
        "ar": "مرحبا",
    }
    assert {page.get_parent().pk for page in StandardPage.objects.live()} == set(
        HomePage.objects.live().values_list("pk", flat=True)
    )
    assert Site.objects.get(is_default_site=True).root_page_id == home("de").pk


def test_editors_see_the_texts_in_the_translation_screen(folder):
    load(folder)

    statuses = [translation.get_progress() for translation in Translation.objects.all()]

    assert len(statuses) == 4
    assert all(total == translated > 0 for total, translated in statuses)
    assert not StringTranslation.objects.filter(has_error=True).exists()


def test_links_lead_to_the_page_and_to_the_path_below_the_readers_language(folder, client):
    load(folder)

    for language in ("de", "en", "ar"):
        page = client.get(f"/{language}/").text
        assert f'<a href="/{language}/faq/">x</a>' in page
        assert f'<a href="/{language}/events/">y</a>' in page


def test_links_may_stand_in_another_order_in_the_translation(folder, client):
    write(folder, "home", "en", HOME.format(title="Hello") + "[y](path:events/) before [x](page:faq).\n")
    load(folder)

    page = client.get("/en/").text

    assert '<a href="/en/events/">y</a> before <a href="/en/faq/">x</a>' in page


def test_a_link_to_a_page_that_is_not_written_yet_keeps_its_words_until_it_is(folder, client):
    for language in ("de", "en", "ar"):
        write(folder, "home", language, HOME.format(title="Hallo") + "See [the news](page:news).\n")
    load(folder)
    assert "<p>See the news.</p>" in client.get("/en/").text

    for language in ("de", "en", "ar"):
        write(folder, "news", language, PAGE.format(title="News", more=""))
    assert load(folder) == "Pages: 6 written, 3 left as they were.\n"

    assert 'See <a href="/en/news/">the news</a>.' in client.get("/en/").text


def test_a_link_to_a_page_that_is_there_in_german_only_says_so(folder, client):
    write(folder, "easy-language", "de", PAGE.format(title="Leicht", more=""))
    for language in ("de", "en", "ar"):
        write(folder, "home", language, HOME.format(title="Hallo") + "See [it](page:easy-language).\n")
    load(folder)

    assert '<a href="/de/easy-language/" hreflang="de">it</a>' in client.get("/en/").text
    assert '<a href="/de/easy-language/">it</a>' in client.get("/de/").text


def test_a_second_run_writes_nothing(folder):
    load(folder)
    revisions = list(Page.objects.order_by("pk").values_list("latest_revision", "last_published_at"))

    assert load(folder) == "Pages: 0 written, 6 left as they were.\n"

    assert list(Page.objects.order_by("pk").values_list("latest_revision", "last_published_at")) == revisions


def test_a_second_run_asks_little(folder, django_assert_max_num_queries):
    load(folder)

    with django_assert_max_num_queries(30):
        load(folder)


def test_a_changed_text_reaches_its_page_and_its_translations(folder):
    load(folder)
    write(folder, "faq", "de", PAGE.format(title="Neu", more="kind: faq\n") + "## Wie?\n\nSo.\n")
    write(folder, "faq", "en", PAGE.format(title="New", more="kind: faq\n") + "## How?\n\nLike this.\n")

    assert load(folder) == "Pages: 3 written, 3 left as they were.\n"

    assert (faq("de").title, faq("en").title) == ("Neu", "New")
    assert faq("en").body[0].value[0]["question"] == "How?"
    assert str(faq("en").body[0].value[0]["answer"].source) == "<p>Like this.</p>"


@pytest.mark.parametrize("publish", [True, False], ids=["published", "draft"])
def test_an_editors_change_survives_a_changed_text(folder, publish):
    load(folder)
    page = faq("de")
    page.title = "Von der Redaktion"
    revision = page.save_revision()
    if publish:
        revision.publish()
    write(folder, "faq", "de", PAGE.format(title="Neu", more="kind: faq\n") + "## Wie?\n\nSo.\n")

    said = load(folder)

    assert "faq.de.md: left alone, since an editor changed faq.de.\n" in said
    assert faq("de").get_latest_revision_as_object().title == "Von der Redaktion"
    assert faq("de").title == ("Von der Redaktion" if publish else "Hallo?")
    assert faq("en").title == "Hello?"


def test_an_editors_translation_survives_a_changed_text(folder):
    load(folder)
    StringTranslation.objects.filter(data="Hello?").update(data="Welcome?")
    write(folder, "faq", "en", PAGE.format(title="New", more="kind: faq\n") + "## How?\n\nLike this.\n")

    said = load(folder)

    assert "faq.en.md: left alone, since an editor changed faq.en.\n" in said
    assert not StringTranslation.objects.filter(data="Like this.").exists()


def test_a_page_that_an_editor_deleted_does_not_come_back(folder):
    load(folder)
    faq("de").delete()
    write(folder, "faq", "de", PAGE.format(title="Neu", more="kind: faq\n") + "## Wie?\n\nSo.\n")

    said = load(folder)

    assert "faq.de.md: left alone, since an editor changed faq.de.\n" in said
    assert not StandardPage.objects.filter(locale__language_code="de").exists()
    assert LoadedPage.objects.get(key="faq", language="de").page is None


def test_a_page_that_editors_made_at_the_same_address_is_left_in_peace(folder):
    for language in ("de", "en", "ar"):
        (folder / f"faq.{language}.md").unlink()
    load(folder)
    home("de").add_child(instance=StandardPage(title="Own", slug="faq", lead="x", locale=home("de").locale))
    write(folder, "faq", "de", PAGE.format(title="Neu", more="kind: faq\n") + "## Wie?\n\nSo.\n")

    assert "faq.de.md: skipped, since its place in the tree is missing or taken.\n" in load(folder)

    assert faq("de").title == "Own"


def test_a_translation_without_a_page_to_translate_is_skipped_and_named(folder):
    write(folder, "imprint", "en", PAGE.format(title="Imprint", more=""))

    assert "imprint.en.md: skipped, since there is no page in the source language.\n" in load(folder)


@pytest.mark.parametrize("target", ["page:nowhere", "javascript", "http://example.org"])
def test_a_link_that_leads_nowhere_is_refused(folder, target):
    write(folder, "faq", "de", PAGE.format(title="x", more="kind: faq\n") + f"## y\n\n[z]({target})\n")

    with pytest.raises(BrokenText, match=f"faq.de.md: link to '{target}' leads nowhere"):
        load(folder)


def test_a_link_that_only_the_translation_has_is_refused(folder):
    write(folder, "faq", "en", PAGE.format(title="x", more="kind: faq\n") + "## y\n\n[z](path:events/)!\n")

    with pytest.raises(BrokenText, match=r"faq.en.md: the link /events/ is not in the same block of the source"):
        load(folder)


def test_both_groups_of_editors_may_publish_in_all_trees_and_nowhere_above(folder):
    load(folder)
    homes = set(HomePage.objects.values_list("pk", flat=True))

    for group in ("Editors", "Moderators"):
        rights = GroupPagePermission.objects.filter(group__name=group)
        assert set(rights.values_list("page", flat=True)) == homes
        assert set(rights.filter(permission__codename="publish_page").values_list("page", flat=True)) == homes
