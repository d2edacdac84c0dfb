"""What registration has to show on pages of meetings."""

from django.http import HttpRequest

from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import State
from jisr.events.registration.views.office import figures
from jisr.web.panels import Panel


def of_edition(_request: HttpRequest, edition: Edition) -> Panel | None:
    """The way to the door, for the public page: nothing personal and no query."""
    return Panel("events/registration/panel_door.html", {"edition": edition}) if edition.state == State.OPEN else None


def of_desk(request: HttpRequest, edition: Edition) -> Panel | None:
    """How registration stands, for the events team."""
    if not runs_events(request.user):
        return None
    return Panel("events/registration/panel_desk.html", {"edition": edition, "figures": figures(edition)})
