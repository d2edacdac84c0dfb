"""What each kind of reader gets at the addresses of ``events.timetable``."""

from typing import Any

from django.utils import timezone

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.documents.states import Format
from jisr.events.agenda.models import SessionSpeaker
from jisr.events.agenda.published import Programme, PublishedSession
from jisr.events.models import DocumentationFile, Edition, EditionPhoto, ProgrammeVersion
from jisr.events.timetable import services
from tests.architecture.policy_world import Route, Who, World, only_staff, public, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.documents import image, make_document
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory

SLUG, CODE = "walked", "ABC123"


def _edition() -> Edition:
    """One meeting with a published session for all pages."""
    edition = Edition.objects.filter(slug=SLUG).first()
    if edition is not None:
        return edition
    edition = EditionFactory(ahead=True, slug=SLUG)
    session = SessionFactory(edition=edition, code=CODE)
    told = PublishedSession(
        guid=str(session.public_id),
        number=session.pk,
        code=CODE,
        kind=session.kind,
        title={"en": session.title},
        abstract={},
        starts_at=session.starts_at,
        minutes=session.minutes,
        room=None,
        sequence=0,
        changed_at=timezone.now(),
    )
    programme = Programme(zone=edition.zone, rooms=(), sessions=(told,))
    ProgrammeVersion.objects.create(edition=edition, number=1, published_at=timezone.now(), content=programme.as_json())
    SessionSpeaker.objects.create(session=session, full_name="Speaker")
    return edition


def meeting(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [_edition().slug]


def session(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [_edition().slug, CODE]


def speaker(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [_edition().slug, CODE, 1]


def feed(world: World, reader: User | None, place: str) -> list[Any]:
    owner = world.owner(reader, place)
    if not owner.is_active:
        owner = UserFactory()
    row = services.renew_feed(_edition(), actor=owner, at=timezone.now())
    return [services.token_of(row)]


def _photo(person: User | None = None) -> EditionPhoto:
    """A photo that is not released; ``person`` is on it."""
    edition = _edition()
    photo = EditionPhoto.objects.create(
        edition=edition,
        document=make_document(image(), "photo.png"),
        preview=make_document(image(), f"small.{Format.PNG.value}"),
        width=4,
        height=3,
        alternative_en="A photo",
        credit="Studio",
        added_at=timezone.now(),
    )
    if person is not None:
        photo.people.create(participant=ParticipantFactory(edition=edition, user=person))
    return photo


def photo_of(world: World, reader: User | None, place: str) -> list[Any]:
    """A photo of the reader, or of somebody else."""
    return [SLUG, _photo(world.owner(reader, place)).public_id, "small"]


def photo(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [SLUG, _photo().public_id]


def photo_answer(world: World, reader: User | None, place: str) -> list[Any]:
    return [SLUG, _photo(world.owner(reader, place)).public_id]


def photo_person(world: World, _reader: User | None, _place: str) -> list[Any]:
    found = _photo(world.stranger)
    return [SLUG, found.public_id, found.people.get().participant.public_id]


def file(_world: World, _reader: User | None, _place: str) -> list[Any]:
    row = DocumentationFile.objects.create(
        edition=_edition(), kind="report", title_en="Report", document=make_document(), added_at=timezone.now()
    )
    return [SLUG, row.public_id]


def seen_on_photo(who: Who) -> str:
    """Those on it and the events team; for all others it is not there until it is released."""
    is_on_it = who.place == "own" and not who.is_stranger
    return "200" if is_on_it or (who.is_staff(Role.EVENTS) and not who.is_stranger) else "404"


def seen_by_team(who: Who) -> str:
    return "200" if who.is_staff(Role.EVENTS) and not who.is_stranger else "404"


TEAM = only_staff(Role.EVENTS)
POST_ONLY = signed_in("405")

ROUTES: dict[str, Route] = {
    "timetable:programme": Route(public(), meeting),
    "timetable:changes": Route(public(), meeting),
    "timetable:session": Route(public(), session),
    "timetable:calendar": Route(public(), meeting),
    "timetable:session_calendar": Route(public(), session),
    "timetable:xcal": Route(public(), meeting),
    "timetable:schedule_xml": Route(public(), meeting),
    "timetable:schedule_json": Route(public(), meeting),
    "timetable:pdf": Route(public(), meeting),
    "timetable:feed": Route(public(), feed),
    "timetable:documentation": Route(public(), meeting),
    "timetable:photo": Route(seen_on_photo, photo_of),
    "timetable:file": Route(seen_by_team, file),
    "my_timetable:programme": Route(signed_in(), meeting),
    "my_timetable:pdf": Route(signed_in(), meeting),
    "my_timetable:known": Route(POST_ONLY, meeting),
    "my_timetable:feed": Route(POST_ONLY, meeting),
    "my_timetable:feed_stop": Route(POST_ONLY, meeting),
    "my_timetable:pick": Route(POST_ONLY, session),
    "my_timetable:drop": Route(POST_ONLY, session),
    "my_timetable:consents": Route(signed_in(), meeting),
    "my_timetable:photo_yes": Route(POST_ONLY, photo_answer),
    "my_timetable:photo_no": Route(POST_ONLY, photo_answer),
    "my_timetable:talk": Route(POST_ONLY, session),
    "my_timetable:desk": Route(TEAM, meeting),
    "my_timetable:desk_photo_add": Route(TEAM, meeting),
    "my_timetable:desk_photo": Route(TEAM, photo),
    "my_timetable:desk_photo_remove": Route(TEAM, photo),
    "my_timetable:desk_person_add": Route(POST_ONLY, photo),
    "my_timetable:desk_person_remove": Route(POST_ONLY, photo_person),
    "my_timetable:desk_file_add": Route(TEAM, meeting),
    "my_timetable:desk_file": Route(TEAM, file),
    "my_timetable:desk_file_remove": Route(POST_ONLY, file),
    "my_timetable:desk_allowance": Route(TEAM, speaker),
}
