"""Tables of lists, composed in Python."""

import pytest
from django.http import QueryDict
from django.utils import translation
from django.utils.safestring import SafeString

from jisr.municipalities.models import Authority
from jisr.web import table
from jisr.web.addresses import address_of
from jisr.web.listing import read_listing
from jisr.web.markup import markup
from jisr.web.table import Column
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
SORTS = {"name": ("Name", ["name_en"])}


def shown(columns, query="", caption="All"):
    listing = read_listing(QueryDict(query), Authority.objects.all(), sorts=SORTS)
    return table.render(listing, columns, caption)


def test_text_is_escaped_and_markup_stays():
    AuthorityFactory(name_en='<b>Bonn</b> & "Co"')

    html = shown(
        [Column("Na<me", lambda row: row.name_en), Column("Kind", lambda _row: SafeString("<i>x</i>"))], caption="A & B"
    )

    assert "<b>Bonn" not in html
    assert "&lt;b&gt;Bonn&lt;/b&gt; &amp; &quot;Co&quot;" in html
    assert 'data-label="Na&lt;me"' in html
    assert '<td data-label="Kind"><i>x</i></td>' in html
    assert 'aria-label="A &amp; B"' in html


def test_a_head_that_sorts_says_how_and_turns_round_with_the_filters_kept():
    html = shown([Column("Name", lambda row: row.name_en, "name")], "sort=name")

    assert '<th scope="col" aria-sort="ascending"><a class="sort-link" href="?sort=-name">Name</a></th>' in html


def test_markup_escapes_values_but_not_its_pattern():
    assert markup("<b>{}</b>{}", "a'b<", SafeString("<i>")) == "<b>a&#x27;b&lt;</b><i>"


def test_addresses_follow_the_language_of_the_reader():
    found = []
    for code in ("de", "ar"):
        with translation.override(code):
            found.append(address_of("municipalities:authority", "bonn"))

    assert found == ["/de/municipalities/bonn/", "/ar/municipalities/bonn/"]


@pytest.mark.parametrize(("rows", "queries"), [(3, 1), (26, 2)])
def test_a_first_page_that_holds_all_rows_is_not_counted_again(django_assert_num_queries, rows, queries):
    AuthorityFactory.create_batch(rows)

    with django_assert_num_queries(queries):
        listing = read_listing(QueryDict(), Authority.objects.all(), sorts=SORTS)
        assert (len(listing.page.object_list), listing.page.paginator.count) == (min(rows, 25), rows)
