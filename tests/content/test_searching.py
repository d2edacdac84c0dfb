"""The search finds what is published and forgets what is not."""

import pytest
from wagtail.models import Page

from jisr.content.models import StandardPage
from jisr.content.programme import load_content
from jisr.content.searching import KIND, items
from jisr.search.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(folder) -> None:
    load_content(folder=folder)


def found() -> dict[str, str]:
    entries = Entry.objects.filter(document__kind=KIND)
    return dict(entries.values_list("path", "title"))


def test_every_published_page_is_found_in_its_languages(loaded):
    assert found() == {
        "/de/": "Hallo",
        "/en/": "Hello",
        "/ar/": "مرحبا",
        "/de/faq/": "Hallo?",
        "/en/faq/": "Hello?",
        "/ar/faq/": "مرحبا?",
    }


def test_the_words_of_all_parts_are_known(loaded):
    key = str(StandardPage.objects.first().translation_key)

    (item,) = items([key])

    assert item.texts["en"].body.split() == ["A", "lead.", "Hello?", "Hello!"]


def test_a_change_is_known_when_it_is_published_and_not_before(loaded):
    page = StandardPage.objects.get(locale__language_code="en")
    page.title = "Questions"
    revision = page.save_revision()
    assert found()["/en/faq/"] == "Hello?"

    revision.publish()
    assert found()["/en/faq/"] == "Questions"


def test_an_unpublished_or_deleted_page_is_not_found(loaded):
    StandardPage.objects.get(locale__language_code="en").unpublish()
    StandardPage.objects.get(locale__language_code="ar").delete()

    assert set(found()) == {"/de/", "/en/", "/ar/", "/de/faq/"}


def test_a_page_with_a_new_address_is_found_there(loaded):
    page = Page.objects.get(slug="faq", locale__language_code="en").specific
    page.slug = "questions"
    page.save_revision().publish()

    assert "/en/questions/" in found()
    assert "/en/faq/" not in found()
