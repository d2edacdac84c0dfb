"""The index follows its sources: whole, one thing at a time, and without remains."""

import pytest
from django.core.management import CommandError, call_command

from jisr.search import services, sources
from jisr.search.models import Document, Entry, Posting, Term
from jisr.search.sources import Item, Source, Text
from jisr.web import public_data

pytestmark = pytest.mark.django_db


class Shelf:
    """A source whose items a test changes."""

    def __init__(self):
        self.items = {}

    def put(self, key, **texts):
        self.items[key] = Item(key, texts)

    def __call__(self, keys):
        return (item for key, item in self.items.items() if keys is None or key in keys)


@pytest.fixture
def shelf(registry):
    shelf = Shelf()
    sources.register("book", "Books", Source(shelf), place=1)
    return shelf


def text(title, **parts):
    return Text(title=title, path="/x/", **parts)


def words():
    return {(term.language, term.form) for term in Term.objects.all()}


def test_rebuild_writes_documents_entries_terms_and_postings(shelf):
    shelf.put("a", de=text("Märkte", summary="in Köln"), ar=text("أسواق"))

    assert services.rebuild() == {"book": 1}

    document = Document.objects.get()
    assert (document.kind, document.object_key, document.position) == ("book", "a", 0)
    assert {(entry.language, entry.title, entry.summary, entry.path) for entry in document.entries.all()} == {
        ("de", "Märkte", "in Köln", "/x/"),
        ("ar", "أسواق", "", "/x/"),
    }
    assert words() == {("de", "markte"), ("de", "koln"), ("ar", "اسواق")}
    assert Term.objects.get(form="markte").stem == "markt"
    assert Posting.objects.count() == 3


def test_rebuild_again_changes_nothing(shelf):
    shelf.put("a", de=text("Wasser"))
    shelf.put("b", de=text("Abwasser"))
    services.rebuild()
    before = words()

    assert services.rebuild() == services.rebuild("book") == {"book": 2}

    assert words() == before
    assert (Document.objects.count(), Entry.objects.count(), Posting.objects.count()) == (2, 2, 2)


def test_rebuild_of_one_kind_leaves_the_others_alone(shelf, registry):
    other = Shelf()
    other.put("x", de=text("Brücke"))
    sources.register("bridge", "Bridges", Source(other), place=2)
    shelf.put("a", de=text("Wasser"))
    services.rebuild()
    kept = Document.objects.get(kind="bridge").pk
    shelf.items.clear()
    shelf.put("b", de=text("Energie"))

    assert services.rebuild("book") == {"book": 1}

    assert Document.objects.get(kind="bridge").pk == kept
    assert words() == {("de", "brucke"), ("de", "energie")}


def test_update_replaces_adds_and_drops_one_thing(shelf):
    shelf.put("a", de=text("Wasser Schule"))
    shelf.put("b", de=text("Wasser Markt"))
    services.rebuild()

    shelf.put("a", de=text("Wasser Theater"))
    services.update("book", "a")
    assert words() == {("de", "wasser"), ("de", "theater"), ("de", "markt")}

    shelf.put("c", en=text("Water"))
    services.update("book", "c")
    assert Document.objects.count() == 3

    del shelf.items["a"]
    services.update("book", "a")
    assert words() == {("de", "wasser"), ("de", "markt"), ("en", "water")}
    assert set(Document.objects.values_list("object_key", flat=True)) == {"b", "c"}


def test_remove_leaves_nothing_of_a_thing(shelf):
    shelf.put("a", de=text("Wasser"))
    services.rebuild()

    services.remove("book", "a")
    services.remove("book", "never there")

    assert [model.objects.count() for model in (Document, Entry, Term, Posting)] == [0, 0, 0, 0]


def test_update_gives_the_same_index_as_rebuild(shelf):
    shelf.put("a", de=text("Wasser und Energie", body="Wasser Wasser Schule"), en=text("Water"))
    services.update("book", "a")
    by_update = set(Posting.objects.values_list("term__language", "term__form", "weight"))

    services.rebuild()

    assert by_update == set(Posting.objects.values_list("term__language", "term__form", "weight"))


def test_the_place_of_a_word_decides_its_weight(shelf):
    shelf.put("a", de=text("Titel", keywords=["Name"], summary="Anriss", body="Rumpf", related=["Verwandtes"]))
    services.rebuild()

    weights = dict(Posting.objects.values_list("term__form", "weight"))

    assert weights["titel"] > weights["name"] > weights["rumpf"] == weights["anriss"] > weights["verwandtes"]


def test_a_short_title_weighs_more_than_a_long_one_and_a_repeated_word_a_little_more(shelf):
    shelf.put("a", de=text("Wasser"))
    shelf.put("b", de=text("Energie sparen beim Pumpen", body="Schule Theater Theater"))
    services.rebuild()

    weights = dict(Posting.objects.values_list("term__form", "weight"))

    assert weights["wasser"] > weights["energie"] > weights["theater"] > weights["schule"]


def test_stop_words_and_words_beyond_measure_are_not_kept(shelf):
    shelf.put("a", de=text("Der Markt und die " + "x" * 65), en=text("the market"), ar=text("في السوق"))
    services.rebuild()

    assert words() == {("de", "markt"), ("en", "market"), ("ar", "السوق")}


def test_a_kind_that_nobody_registered_is_an_error(shelf):
    with pytest.raises(KeyError):
        services.update("ghost", "a")


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_index_is_a_change_of_public_data(shelf):
    shelf.put("a", de=text("Wasser"))
    before = public_data.generation()
    services.update("book", "a")
    assert public_data.generation() != before


def test_the_command_rebuilds_all_or_one_kind_and_names_an_unknown_one(shelf, capsys):
    shelf.put("a", de=text("Wasser"))

    call_command("rebuild_search")
    call_command("rebuild_search", "book")

    assert capsys.readouterr().out == "book: 1\nbook: 1\n"
    with pytest.raises(CommandError, match=r"There is no kind ghost\. Known: book\."):
        call_command("rebuild_search", "ghost")
