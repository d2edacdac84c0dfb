"""What no template and no style sheet may hold: inline code, and sides that do not turn with the language."""

import re

import pytest

from tests.architecture.tree import files, text

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script without a source": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>", re.IGNORECASE
    ),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
}
# `left` and `right` as a side: in a property's name or as its value.
SIDES = re.compile(
    r"""(?:^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:left|right)\b|(?:left|right)\s*:
    |border-(?:top|bottom)-(?:left|right)-radius\b|(?:float|clear|text-align|caption-side)\s*:\s*(?:left|right)\b)""",
    re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def inline_code(source: str) -> list[str]:
    return [name for name, pattern in INLINE.items() if pattern.search(source)]


def sides(source: str) -> list[str]:
    return [match.group(0).strip() for match in SIDES.finditer(COMMENT.sub("", source))]


def test_no_template_holds_inline_code():
    found = files("src/**/templates/**/*.html")

    assert found
    assert {str(path): wrong for path in found if (wrong := inline_code(text(path)))} == {}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('<p class="a" style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "a style element"),
        ('<button type="button" onclick="go()">', "an event attribute"),
        ("<script>go()</script>", "a script without a source"),
        ('<a href="javascript:go()">', "a javascript address"),
    ],
)
def test_inline_code_is_found(source, name):
    assert inline_code(source) == [name]


def test_a_script_of_our_own_and_data_for_machines_are_allowed():
    assert inline_code('<script src="/static/a.js" defer></script><script type="application/ld+json">{}</script>') == []


def test_style_sheets_know_start_and_end_not_left_and_right():
    found = files("src/**/*.css")

    assert found
    assert {str(path): wrong for path in found if (wrong := sides(text(path)))} == {}


@pytest.mark.parametrize(
    "source", ["p { margin-left: 1rem }", "p{left: 0}", "p { text-align: right; }", "p { border-top-left-radius: 0 }"]
)
def test_a_side_is_found(source):
    assert len(sides(source)) == 1


def test_start_and_end_are_no_sides():
    assert sides("p { margin-inline-start: 1rem; text-align: end; inset-inline-end: 0; --left: 0 } /* left: 0 */") == []


def test_only_the_base_the_page_for_the_worst_day_and_a_file_to_take_home_are_whole_documents():
    whole = {path.name for path in files("src/**/templates/**/*.html") if "<html" in text(path)}

    # The third one is a file that people take home; it must read well without this site.
    assert whole == {"base.html", "plain.html", "own_data_file.html"}


# ``{% include NAME with a=b only %}``: the template it names (or the variable that names it), and what it passes on.
INCLUDE = re.compile(
    r"""{%\s*include\s+(?:"(?P<name>[^"]+)"|'(?P<other>[^']+)'|(?P<variable>[\w.]+))(?P<more>[^%]*)%}"""
)


def includes(source: str) -> list[tuple[str, bool, bool]]:
    """What a template includes: its name (empty for a variable), whether ``only``, whether the token is passed on."""
    return [
        (
            match["name"] or match["other"] or "",
            bool(re.search(r"\bonly\s*$", match["more"].strip())),
            "csrf_token=csrf_token" in match["more"],
        )
        for match in INCLUDE.finditer(source)
    ]


def need_token(sources: dict[str, str]) -> set[str]:
    """Templates with a form that needs the token, and those that include one of these and hand it through."""
    found = {name for name, source in sources.items() if re.search(r"{%\s*csrf_token\s*%}", source)}
    while more := {
        name
        for name, source in sources.items()
        if name not in found and any(each in found and not only for each, only, _passed in includes(source))
    }:
        found |= more
    return found


def forgotten_tokens(sources: dict[str, str]) -> list[str]:
    """Includes with ``only`` of what needs the token, or of what a variable names, that do not pass it on."""
    needy = need_token(sources)
    return [
        f"{name} includes {each or 'a variable'}"
        for name, source in sources.items()
        for each, only, passed in includes(source)
        if only and not passed and (not each or each in needy)
    ]


def test_what_holds_a_form_is_never_included_without_the_token():
    sources = {str(path).rpartition("/templates/")[2]: text(path) for path in files("src/**/templates/**/*.html")}

    assert len(need_token(sources)) > 10
    # The living style page is public and sends nothing: a token there would set a cookie.
    assert forgotten_tokens(sources) == ["style/cases.html includes components/conflict.html"]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ('{% include "form.html" with a=b only %}', 1),
        ('{% include "around.html" only %}', 1),
        ("{% include panel.template with panel=panel only %}", 1),
        ('{% include "form.html" with a=b csrf_token=csrf_token only %}', 0),
        ('{% include "form.html" with a=b %}', 0),
        ('{% include "plain.html" with a=b only %}', 0),
    ],
)
def test_a_forgotten_token_is_found(source, wrong):
    sources = {
        "form.html": "<form>{% csrf_token %}</form>",
        "around.html": '{% include "form.html" with a=b %}',
        "plain.html": "<p></p>",
        "page.html": source,
    }

    assert len(forgotten_tokens(sources)) == wrong
