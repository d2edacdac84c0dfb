"""Published programmes without the office's desk: sessions as values, and versions of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from jisr.events.agenda.models import new_code
from jisr.events.agenda.published import (
    Programme,
    PublishedInterpretation,
    PublishedMaterial,
    PublishedRoom,
    PublishedSession,
    PublishedSpeaker,
)
from jisr.events.models import Edition, ProgrammeVersion
from jisr.web import public_data

MORNING = datetime(2027, 9, 14, 8, tzinfo=UTC)  # 10:00 in Berlin, 11:00 in Hebron
PUBLISHED_AT = datetime(2027, 8, 2, 9, 30, tzinfo=UTC)
EVIL = '<script>alert("x")</script>'
_numbers = count(1)

__all__ = ["PublishedInterpretation", "PublishedMaterial", "PublishedSpeaker", "replace"]


def make_room(**columns) -> PublishedRoom:
    values = {
        "guid": str(uuid4()),
        "name": {"de": "Großer Saal", "en": "Great hall", "ar": "القاعة الكبرى"},
        "venue": {"de": "Rathaus", "en": "Town hall", "ar": "دار البلدية"},
        "address": "Markt 1, 50321 Brühl",
        "zone": "Europe/Berlin",
        "capacity": 80,
        "is_step_free": True,
    }
    return PublishedRoom(**values | columns)


def make_session(**columns) -> PublishedSession:
    """A talk of 45 minutes on the second morning, spoken in German; its title stands in three languages."""
    number = next(_numbers)
    values = {
        "guid": str(uuid4()),
        "number": number,
        "code": new_code(),
        "kind": "talk",
        "title": {"de": f"Wasser {number}", "en": f"Water {number}", "ar": f"المياه {number}"},
        "abstract": {"en": "How a town saves water."},
        "starts_at": MORNING,
        "minutes": 45,
        "room": None,
        "sequence": 0,
        "changed_at": PUBLISHED_AT,
        "languages": ("de",),
    }
    return PublishedSession(**values | columns)


def publish(edition: Edition, *sessions: PublishedSession, rooms=(), number=None, note="") -> ProgrammeVersion:
    """Make the next version of an edition's programme. The next request reads it, as after a commit."""
    number = number or edition.programme_versions.count() + 1
    programme = Programme(zone=edition.zone, rooms=tuple(rooms), sessions=tuple(sessions))
    public_data.forget()
    return ProgrammeVersion.objects.create(
        edition=edition,
        number=number,
        published_at=PUBLISHED_AT + timedelta(days=number - 1),
        note=note,
        content=programme.as_json(),
    )
