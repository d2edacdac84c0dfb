"""What registration adds to other rooms."""

from jisr.events.registration import attending, audience, cloning, figures, opening, personal
from jisr.municipalities.services import merging


def register() -> None:
    personal.register()
    for part in (attending, audience, cloning, figures, opening):
        part.register()
    for name in ("authority", "organisation"):
        merging.register("events.Participant", name)
        merging.register("events.Delegation", name, same=["edition_id"])
