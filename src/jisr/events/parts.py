"""The parts of this room, each in its folder, from bottom to top."""

from jisr.events.agenda import rooms as agenda
from jisr.events.attendance import rooms as attendance
from jisr.events.editions import rooms as editions
from jisr.events.groups import rooms as groups
from jisr.events.registration import rooms as registration
from jisr.events.results import rooms as results
from jisr.events.talks import rooms as talks
from jisr.events.timetable import rooms as timetable
from jisr.events.travel import rooms as travel


def register() -> None:
    """Let each part add what it has to other rooms, upper parts first.

    Erasure runs in this order: what hangs on a participant is found by their account, which registration takes out.
    """
    for part in (results, talks, groups, attendance, travel, timetable, agenda, registration, editions):
        part.register()
