"""What this part adds to other rooms: panels, search, documents, messages, what waits, own data, the trail."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.events.agenda import concerned as agenda_concerned
from jisr.events.editions.policies import runs_events
from jisr.events.timetable import concerned, panels, papers, personal, search, telling
from jisr.events.timetable.models import DocumentationFile, EditionPhoto
from jisr.events.timetable.waiting import consents_waiting
from jisr.web import panels as page_panels
from jisr.web import public_data, waiting


def register() -> None:
    public_data.register(
        "events.EditionPhoto", "events.PhotoPerson", "events.DocumentationFile", "events.SpeakerAllowance"
    )
    page_panels.register("edition", "programme", panels.of_edition, place=20)
    page_panels.register("edition_desk", "documentation", panels.of_desk, place=60)
    page_panels.register("participation", "programme", panels.of_participation, place=20)
    waiting.register("photo consents", consents_waiting)
    search.register()
    agenda_concerned.register("own programmes", concerned.concerns)
    papers.register()
    personal.register()
    telling.declare_kinds()
    _register_trail()


def _register_trail() -> None:
    for model, one in ((EditionPhoto, _("photo of a meeting")), (DocumentationFile, _("file of the documentation"))):
        access.register_rows(
            lambda model=model: model.objects.select_related("edition"),  # type: ignore[misc]
            lambda actor, _row: runs_events(actor),
            elsewhere="events:editions",
            one=one,
            url=lambda row: reverse("my_timetable:desk", args=[row.edition.slug]),
            fields={"consent": _("consent"), "slides": _("slides"), "recording": _("recording")},
        )
    access.name_actions(
        {
            "events.photo_added": _("photo of a meeting added"),
            "events.photo_changed": _("photo of a meeting changed"),
            "events.photo_removed": _("photo of a meeting removed"),
            "events.photo_person_named": _("person named on a photo"),
            "events.photo_person_taken_off": _("person taken off a photo"),
            "events.photo_answered": _("consent to a photo given or taken back"),
            "events.documentation_added": _("file added to the documentation of a meeting"),
            "events.documentation_changed": _("file of the documentation changed"),
            "events.documentation_removed": _("file of the documentation removed"),
            "events.talk_allowed": _("said what of a session may be shown"),
        }
    )
