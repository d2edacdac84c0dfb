"""A file that cannot become a page is refused with its name and the place in it."""

import pytest

from jisr.content.texts import BrokenText, PageText, read_all
from jisr.content.tree import LANGUAGES, PLACES, address
from tests.content.conftest import PAGE, write

GOOD = PAGE.format(title="Title", more="")


def no_links(target: str) -> None:
    """Only the words of a link stay."""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\n", "faq.de.md: must begin with front matter between two lines of ---"),
        ("---\ntitle: x\n", "faq.de.md: must begin with front matter between two lines of ---"),
        ("---\ntitle\n---\n", "faq.de.md, line 2: not 'field: value': 'title'"),
        ("---\ntitle: x\ncolour: red\n---\n", "faq.de.md, line 3: unknown or repeated field 'colour'"),
        ("---\ntitle: x\ntitle: y\n---\n", "faq.de.md, line 3: unknown or repeated field 'title'"),
        ("---\ntitle: x\n---\n", "faq.de.md: front matter lacks description, lead"),
        (PAGE.format(title="x", more="kind: poem\n"), "faq.de.md: unknown kind 'poem'"),
        (
            PAGE.format(title="x", more="date: today\n"),
            "faq.de.md: date must be a day such as 2026-11-22, not 'today'",
        ),
        (GOOD + "# Big\n", "faq.de.md: line 1 of the text: heading_open h1 is not used on pages"),
        (GOOD + "one\n\n> quote\n", "faq.de.md: line 3 of the text: blockquote_open blockquote is not used on pages"),
        (GOOD + "*slanted*\n", "faq.de.md: line 1 of the text: em_open em is not used on pages"),
        (GOOD + "![alt](path:x)\n", "faq.de.md: line 1 of the text: image img is not used on pages"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path, text, message):
    with pytest.raises(BrokenText) as refused:
        PageText.read(write(tmp_path, "faq", "de", text))

    assert str(refused.value) == message


@pytest.mark.parametrize("name", ["faq", "nonsense.de", "faq.fr"])
def test_a_file_that_belongs_nowhere_is_refused(tmp_path, name):
    path = tmp_path / f"{name}.md"
    path.write_text(GOOD)

    with pytest.raises(BrokenText, match="no such page or language"):
        PageText.read(path)


def test_html_in_a_text_stays_text(tmp_path):
    page = PageText.read(write(tmp_path, "faq", "de", GOOD + "<script>alert(1)</script> & <b>x</b>\n"))

    (part,) = page.parts(no_links)

    assert part.entries == [("", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x&lt;/b&gt;</p>")]


def test_every_heading_of_a_list_becomes_an_entry_and_the_text_before_it_a_block(tmp_path):
    text = PAGE.format(title="x", more="kind: steps\n") + "Before.\n\n## One\n\nFirst **step**.\n\n## Two\n\n- a\n- b\n"

    page = PageText.read(write(tmp_path, "how-it-works", "de", text))

    assert [(part.kind, part.entries) for part in page.parts(no_links)] == [
        ("text", [("", "<p>Before.</p>")]),
        ("steps", [("One", "<p>First <b>step</b>.</p>"), ("Two", "<ul><li>a</li><li>b</li></ul>")]),
    ]


@pytest.mark.parametrize(
    ("german", "english", "message"),
    [
        ("a\n\nb\n", "a\n", "faq.en.md, block 1 (text), entry 1: element 2 is missing, but <p> in faq.de.md"),
        ("## a\n\nb\n", "### a\n\nb\n", "faq.en.md, block 1 (text), entry 1: element 1 is <h3>, but <h2> in faq.de.md"),
        ("a\n", "", "faq.en.md: has the blocks [], but faq.de.md has ['text']"),
    ],
)
def test_a_translation_of_another_shape_is_refused(tmp_path, german, english, message):
    original = PageText.read(write(tmp_path, "faq", "de", GOOD + german))
    translation = PageText.read(write(tmp_path, "faq", "en", GOOD + english))

    with pytest.raises(BrokenText) as refused:
        translation.compare_shape(original)

    assert str(refused.value) == message


def test_the_programme_has_every_page_in_three_languages():
    expected = {(place.key, language) for place in PLACES for language in LANGUAGES}

    assert set(read_all()) == expected - {("easy-language", "en"), ("easy-language", "ar")}


def test_an_address_leaves_the_home_pages_own_part_out():
    assert address("ar", "/de-ar/offers/advice/") == "/ar/offers/advice/"
    assert address("de", "/de/") == "/de/"
