"""What programmes add to other rooms."""

from jisr.events.agenda import personal
from jisr.municipalities.services import merging


def register() -> None:
    personal.register()
    merging.register("events.Venue", "authority")
