"""The style sheet: light, mirrored by itself, in layers, and drawn from the tokens."""

import re

import brotli
import pytest

from jisr.web.stylesheet import SOURCES, joined

FILES = sorted(SOURCES.glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:left|right|top|bottom)\s*:"
    r"|(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|(?<![\w-])(?:min-|max-)?(?:width|height)\s*:(?![^()]*\)\s*\{)"
)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl|oklch|oklab|color)\(", re.IGNORECASE)


def _text(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (SOURCES / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def test_the_files_are_found():
    assert [path.name for path in FILES][:2] == ["00-layers.css", "10-tokens.css"]


@pytest.mark.parametrize(
    "sample", ["margin-left: 1px", "{ right: 0", "text-align: left", "{ width: 3px", "max-height: 1px"]
)
def test_the_rule_against_physical_sides_can_fail(sample):
    assert PHYSICAL.search(sample)


@pytest.mark.parametrize(
    "sample", ["inset-inline-start: 0", "@media (min-width: 40rem) {", "stroke-width: 2", "border-width: 0"]
)
def test_the_rule_against_physical_sides_lets_logical_ones_pass(sample):
    assert not PHYSICAL.search(sample)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_style_sheet_names_no_physical_side(path):
    assert PHYSICAL.findall(_text(path.name)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_style_sheet_has_at_most_250_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize("path", FILES[1:], ids=lambda path: path.name)
def test_a_style_sheet_puts_everything_into_one_layer(path):
    text = _text(path.name).strip()
    assert re.match(r"@layer (tokens|base|layout|components|print) \{", text)
    assert text.endswith("}")
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("path", FILES[2:-1], ids=lambda path: path.name)
def test_colours_come_from_the_tokens(path):
    assert [found for found in COLOUR.findall(_text(path.name)) if found != "#fff"] == []


def test_every_token_that_is_used_is_defined():
    text = joined()
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= set(re.findall(r"(--[\w-]+):", text))


def test_a_page_loads_no_font_and_no_picture_through_the_style_sheet():
    assert "url(" not in joined()
    assert "@font-face" not in joined()
    assert "@import" not in joined()


def test_arabic_is_never_letter_spaced():
    assert "letter-spacing" not in joined()


def test_the_joined_style_sheet_weighs_at_most_9_kb():
    assert len(brotli.compress(joined().encode())) <= 9 * 1024
