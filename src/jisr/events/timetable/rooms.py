"""What this part adds to other rooms."""

from jisr.events.timetable import personal
from jisr.web import public_data


def register() -> None:
    public_data.register(
        "events.EditionPhoto", "events.PhotoPerson", "events.DocumentationFile", "events.SpeakerAllowance"
    )
    personal.register()
