"""Many things of a kind are indexed again at once, as if each were by itself."""

import pytest

from jisr.municipalities.search import AUTHORITY
from jisr.search import services
from jisr.search.models import Document, Entry, Term
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db


def index():
    """What the index says, without its keys."""
    entries = Entry.objects.order_by("document__object_key", "language")
    return (
        list(entries.values_list("document__object_key", "language", "title", "summary")),
        sorted(Term.objects.values_list("language", "word")),
    )


def test_many_updates_at_once_leave_the_index_as_one_by_one():
    authorities = AuthorityFactory.create_batch(3, name_de="Vorher")
    services.rebuild(AUTHORITY)
    for authority in authorities[:2]:
        authority.name_de = "Nachher"
        authority.save()
    for authority in authorities[:2]:
        services.update(AUTHORITY, authority.slug)
    one_by_one = index()

    services.update_many(AUTHORITY, [authority.slug for authority in authorities])

    assert index() == one_by_one
    assert Document.objects.filter(kind=AUTHORITY).count() == 3


def test_what_is_gone_goes_from_the_index():
    kept, gone = AuthorityFactory.create_batch(2)
    services.rebuild(AUTHORITY)
    keys = [kept.slug, gone.slug]
    gone.delete()

    services.update_many(AUTHORITY, keys)

    assert list(Document.objects.filter(kind=AUTHORITY).values_list("object_key", flat=True)) == [kept.slug]
