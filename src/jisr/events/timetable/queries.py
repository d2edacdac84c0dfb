"""Questions about photos and files of a meeting, by name. What is public is decided here, in the database."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import State
from jisr.events.timetable.states import Consent, FileKind
from jisr.municipalities.policies import Actor, is_person


class PhotoQuerySet(models.QuerySet):
    """Questions about photos."""

    def shown(self) -> Self:
        """Released by the office, at an announced meeting, and nobody on it has still to agree or took it back."""
        people = self.model._meta.get_field("people").related_model.objects
        open_ones = people.filter(photo=OuterRef("pk")).exclude(consent=Consent.GIVEN)
        return self.exclude(edition__state=State.PLANNED).filter(~Exists(open_ones), is_released=True)

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_PHOTO`` allows, as one query."""
        if not is_person(actor):
            return self.shown()
        if runs_events(actor):
            return self
        return self.filter(Q(pk__in=self.shown().values("pk")) | Q(people__participant__user=actor)).distinct()

    def for_lists(self) -> Self:
        return self.prefetch_related("document__versions", "preview__versions")


class FileQuerySet(models.QuerySet):
    """Questions about files of the documentation."""

    def shown(self) -> Self:
        """What the office released and those who speak allowed: slides their speaker, a recording all of them."""
        session = self.model._meta.get_field("session").related_model
        speakers = session._meta.get_field("speakers").related_model.objects
        silent = speakers.filter(session=OuterRef("session")).exclude(allowance__may_record=True)
        return self.exclude(edition__state=State.PLANNED).filter(
            Q(kind=FileKind.REPORT)
            | Q(kind=FileKind.SLIDES, speaker__allowance__may_slides=True)
            | Q(~Exists(silent), kind=FileKind.RECORDING),
            is_released=True,
        )

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_FILE`` allows, as one query."""
        return self if runs_events(actor) else self.shown()

    def for_lists(self) -> Self:
        return self.select_related("edition", "session", "speaker", "document").prefetch_related("document__versions")
