"""What registration adds to other rooms."""

from django.utils.translation import gettext_lazy as _

from jisr.events.registration import attending, audience, cloning, figures, opening, personal
from jisr.municipalities.services import merging
from jisr.web import workspace_menu


def register() -> None:
    workspace_menu.register(24, _("My meetings"), "registration:mine")
    personal.register()
    for part in (attending, audience, cloning, figures, opening):
        part.register()
    for name in ("authority", "organisation"):
        merging.register("events.Participant", name)
        merging.register("events.Delegation", name, same=["edition_id"])
