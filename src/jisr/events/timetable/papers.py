"""Who may read and add files of a meeting's documentation in the room of documents."""

from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.documents import access
from jisr.documents.access import Place
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.timetable.photos import SUBJECT
from jisr.municipalities.policies import Actor


def register() -> None:
    access.register(SUBJECT, _may, _may, _place)


def _may(actor: Actor, _key: str) -> bool:
    """The events team. Others get what is public by the pages of the documentation, which ask for consent."""
    return runs_events(actor)


def _place(key: str) -> Place | None:
    edition = Edition.objects.filter(pk=key).first() if key.isdecimal() else None
    if edition is None:
        return None
    label = _("Documentation: %(meeting)s") % {"meeting": edition.title}
    return Place(label, reverse("my_timetable:desk", args=[edition.slug]))
