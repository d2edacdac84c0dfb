"""Photos and files of a meeting: nothing shows without consent, and what is taken back is gone at once."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from jisr.accounts.states import Role
from jisr.documents.models import Document
from jisr.documents.refusals import FileRefused
from jisr.events.editions.states import State
from jisr.events.models import DocumentationFile, Edition, EditionPhoto, PhotoPerson, SpeakerAllowance
from jisr.events.timetable import documenting, photos
from jisr.events.timetable.policies import READ_FILE, READ_PHOTO
from jisr.events.timetable.states import Consent, FileKind
from jisr.kernel import personal
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from jisr.web.panels import panels_for
from jisr.web.waiting import waiting_for
from tests import policy_twins
from tests.at_once import at_once, by
from tests.events.timetable.building import EVIL, make_session, publish
from tests.factories.accounts import UserFactory
from tests.factories.documents import image, pdf
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory

pytestmark = pytest.mark.django_db
AT = datetime(2027, 9, 20, 9, tzinfo=UTC)
PUBLIC = "/en/events/conf-6-2027/documentation/"
DESK = "/en/workspace/meetings/conf-6-2027/documentation/"
MINE = "/en/workspace/meetings/conf-6-2027/my-consents/"
TEXTS = {
    "alternative_de": "Menschen am Tisch",
    "alternative_en": "People at a table",
    "alternative_ar": "أشخاص حول طاولة",
    "credit": "Example Studio",
    "people_note": "",
}
WORDS = {"title_de": "Folien", "title_en": "Slides", "title_ar": "شرائح", "language": "ar", "is_released": True}


@pytest.fixture
def office(db):
    return UserFactory(roles=[Role.EVENTS])


def upload(content=None, name="photo.png"):
    return SimpleUploadedFile(name, image(size=(900, 600)) if content is None else content)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def make_photo(edition, office, **columns):
    return photos.add_photo(edition, upload(), texts={**TEXTS, **columns}, actor=office, at=AT)


def release(photo, office, **columns):
    return photos.change_photo(photo, texts={**TEXTS, **columns}, is_released=True, actor=office)


def name(photo, participant, office, note=""):
    return photos.name_person(photo, participant, note=note, actor=office, at=AT)


def is_seen(photo, client=None):
    """Whether everybody sees it on the page, and can fetch it."""
    client = client or Client()
    path = photo.url_of("small")
    on_page = path in client.get(PUBLIC).text
    fetched = client.get(path).status_code == 200
    assert on_page == fetched
    return fetched


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_shown_when_it_is_released_and_all_on_it_agreed_and_hidden_at_once(page_cache):
    office, edition = UserFactory(roles=[Role.EVENTS]), EditionFactory(ahead=True, slug="conf-6-2027")
    mona, otto = ParticipantFactory(edition=edition), ParticipantFactory(edition=edition, user=None, full_name="Otto")
    photo, client = make_photo(edition, office), Client()
    assert not is_seen(photo, client)
    people = [name(photo, mona, office), name(photo, otto, office, note="In writing on 14 September")]
    release(photo, office)
    assert not is_seen(photo, client)

    photos.answer_photo(people[0], is_yes=True, actor=mona.user, at=AT)
    assert is_seen(photo, client)
    photos.answer_photo(people[0], is_yes=False, actor=mona.user, at=AT)
    assert not is_seen(photo, client)
    photos.answer_photo(people[0], is_yes=True, actor=mona.user, at=AT)
    assert is_seen(photo, client)
    Edition.objects.update(state=State.PLANNED)
    assert client.get(photo.url_of("small")).status_code == 404


def test_a_photo_on_which_nobody_is_named_needs_a_word_on_who_can_be_recognised(edition, office):
    photo = make_photo(edition, office)
    with pytest.raises(photos.NotReleasable):
        release(photo, office)
    release(photo, office, people_note="Nobody can be recognised.")

    assert is_seen(photo)


def test_the_office_cannot_overrule_who_took_their_consent_back(edition, office):
    mona, photo = ParticipantFactory(edition=edition), make_photo(edition, office)
    person = name(photo, mona, office, note="By word of mouth")
    release(photo, office)
    photos.answer_photo(person, is_yes=False, actor=mona.user, at=AT)

    assert name(photo, mona, office, note="Again").consent == Consent.WITHDRAWN
    with pytest.raises(DomainError):
        photos.unname_person(person, actor=office)
    assert not is_seen(photo)


def test_who_is_named_is_asked_once_and_it_waits_in_their_workspace(edition, office):
    mona = ParticipantFactory(edition=edition)
    photo = make_photo(edition, office)
    for _each in range(2):
        name(photo, mona, office)

    assert Message.objects.get(kind="events.photo_consent").recipient == mona.user
    (entry,) = [entry for entry in waiting_for(mona.user) if entry.url == MINE]
    assert "Sixth conference" in entry.title
    browser(mona.user).post(f"{MINE}photos/{photo.public_id}/yes/")
    assert [entry for entry in waiting_for(mona.user) if entry.url == MINE] == []


def test_a_photo_is_drawn_anew_in_two_sizes(edition, office):
    photo = make_photo(edition, office)

    small, large = (browser(office).get(photo.url_of(size)) for size in ("small", "large"))

    assert (photo.width, photo.height) == (900, 600)
    assert Image.open(BytesIO(small.getvalue())).size == (480, 320)
    assert Image.open(BytesIO(large.getvalue())).size == (900, 600)
    assert small.headers["Content-Type"] == "image/webp"
    assert small.headers["Content-Disposition"].startswith("inline")
    assert small.headers["Cache-Control"] == "private, no-cache"
    assert "sandbox" in small.headers["Content-Security-Policy"]
    assert browser(office).get(photo.url_of("small").replace("small", "huge")).status_code == 404


@pytest.mark.parametrize("content", [b"plain words", pdf(), b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_photo_is_refused_and_leaves_nothing(edition, office, content):
    with pytest.raises(FileRefused):
        photos.add_photo(edition, upload(content, "photo.jpg"), texts=TEXTS, actor=office, at=AT)

    assert (EditionPhoto.objects.count(), Document.objects.count()) == (0, 0)


def test_only_the_events_team_adds_and_only_the_person_answers(edition, office):
    mona, otto = ParticipantFactory(edition=edition), ParticipantFactory(edition=edition)
    photo = make_photo(edition, office)
    person = name(photo, mona, office)

    for actor in (UserFactory(adviser=True), mona.user, AnonymousUser()):
        with pytest.raises(Refused):
            photos.add_photo(edition, upload(), texts=TEXTS, actor=actor, at=AT)
        with pytest.raises(Refused):
            release(photo, actor)
    for actor in (otto.user, office):
        with pytest.raises(Refused):
            photos.answer_photo(person, is_yes=True, actor=actor, at=AT)
    with pytest.raises(photos.NotOfThisMeeting):
        name(photo, ParticipantFactory(), office)


def test_a_removed_photo_takes_its_files_along(edition, office):
    photo = make_photo(edition, office)

    photos.remove_photo(photo, actor=office)

    assert (EditionPhoto.objects.count(), Document.objects.count()) == (0, 0)


def test_photos_and_files_are_seen_by_those_whom_the_rule_names(edition, office):
    policy_twins.register(READ_PHOTO, EditionPhoto)
    policy_twins.register(READ_FILE, DocumentationFile)
    mona = ParticipantFactory(edition=edition)
    hidden, shown, asked = (make_photo(edition, office) for _each in range(3))
    for photo in (hidden, asked):
        name(photo, mona, office)
    release(shown, office, people_note="Nobody")
    session = SessionFactory(edition=edition)
    for is_released in (True, False):
        documenting.add_file(
            edition,
            FileKind.RECORDING,
            words={**WORDS, "is_released": is_released},
            session=session,
            url="https://video.example/1",
            actor=office,
            at=AT,
        )

    readers = policy_twins.readers(mona.authority) | {"on the photo": mona.user}
    for permission in (READ_PHOTO, READ_FILE):
        assert list(policy_twins.disagreements(permission.name, readers)) == []


@pytest.fixture
def spoken(edition):
    """A published session in which two people speak."""
    session = SessionFactory(edition=edition, title_en="On water")
    people = [ParticipantFactory(edition=edition) for _each in range(2)]
    speakers = [
        session.speakers.create(participant=person, full_name=f"Speaker {place}", position=place)
        for place, person in enumerate(people)
    ]
    publish(edition, make_session(guid=str(session.public_id), code=session.code, title={"en": "On water"}))
    return session, people, speakers


def test_slides_show_if_their_speaker_allows_and_a_recording_if_all_do(client, edition, office, spoken):
    session, people, speakers = spoken
    documenting.add_file(
        edition, FileKind.SLIDES, words=WORDS, session=session, speaker=speakers[0], file=upload(pdf(), "a.pdf"),
        actor=office, at=AT,
    )  # fmt: skip
    video = {**WORDS, "title_en": "Recording"}
    documenting.add_file(
        edition, FileKind.RECORDING, words=video, session=session, url="https://video.example/1", actor=office, at=AT
    )

    def shown():
        return sorted(file.title for _entry, files in client.get(PUBLIC).context["sessions"] for file in files)

    assert shown() == []
    documenting.allow_talk(session, may_slides=True, may_record=True, actor=people[0].user, at=AT)
    assert shown() == ["Slides"]
    documenting.note_allowance(speakers[1], may_slides=False, may_record=True, note="By mail", actor=office, at=AT)
    assert shown() == ["Recording", "Slides"]
    text = client.get(PUBLIC).text
    assert "https://video.example/1" in text
    assert "On water" in text
    documenting.allow_talk(session, may_slides=False, may_record=False, actor=people[0].user, at=AT)
    assert shown() == []


def test_a_file_is_fetched_only_while_it_is_shown(client, edition, office):
    row = documenting.add_file(
        edition, FileKind.REPORT, words=WORDS, file=upload(pdf(), "report.pdf"), actor=office, at=AT
    )
    path = row.get_absolute_url()
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    documenting.change_file(row, words={**WORDS, "is_released": False}, actor=office)

    assert client.get(path).status_code == 404
    assert browser(office).get(path).status_code == 200
    documenting.remove_file(row, actor=office)
    assert Document.objects.count() == 0


def test_nothing_of_a_session_that_is_not_published_is_shown(client, edition, office):
    session = SessionFactory(edition=edition, title_en="Secret plan")
    documenting.add_file(
        edition, FileKind.RECORDING, words=WORDS, session=session, url="https://video.example/1", actor=office, at=AT
    )

    assert "video.example" not in client.get(PUBLIC).text


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (FileKind.RECORDING, {"url": "https://video.example/1"}),
        (FileKind.SLIDES, {"url": "https://files.example/1", "session": "own"}),
        (FileKind.SLIDES, {"url": "https://files.example/1", "session": "other", "speaker": "own"}),
        (FileKind.RECORDING, {"url": "https://video.example/1", "session": "foreign"}),
        (FileKind.REPORT, {}),
        (FileKind.REPORT, {"url": "https://files.example/1", "file": "pdf"}),
    ],
)
def test_what_does_not_go_together_is_refused(edition, office, spoken, kind, given):
    things = {
        "own": spoken[0],
        "other": SessionFactory(edition=edition),
        "foreign": SessionFactory(),
    }
    arguments = dict(given)
    if "session" in given:
        arguments["session"] = things[given["session"]]
    if "speaker" in given:
        arguments["speaker"] = spoken[2][0]
    if "file" in given:
        arguments["file"] = upload(pdf(), "a.pdf")

    with pytest.raises(documenting.NotFitting):
        documenting.add_file(edition, kind, words=WORDS, **arguments, actor=office, at=AT)
    assert not DocumentationFile.objects.exists()


def test_what_the_office_heard_needs_a_note_and_only_those_who_speak_decide(edition, office, spoken):
    session, _people, speakers = spoken
    with pytest.raises(documenting.NotFitting):
        documenting.note_allowance(speakers[0], may_slides=True, may_record=False, note=" ", actor=office, at=AT)
    for actor in (UserFactory(), office):
        with pytest.raises(Refused):
            documenting.allow_talk(session, may_slides=True, may_record=True, actor=actor, at=AT)
    assert not SpeakerAllowance.objects.exists()


def test_the_office_works_at_its_desk(edition, office, spoken):
    session, _people, speakers = spoken
    ours, mona = browser(office), ParticipantFactory(edition=edition, full_name="Mona Example")

    bad = ours.post(f"{DESK}photos/add/", {**TEXTS, "file": upload(b"words", "a.txt")})
    assert (bad.status_code, "Please choose a photo: JPEG, PNG or WebP." in bad.text) == (422, True)
    assert "People at a table" in bad.text
    ours.post(f"{DESK}photos/add/", {**TEXTS, "file": upload()})
    photo = EditionPhoto.objects.get()
    at = f"{DESK}photos/{photo.public_id}/"
    refused = ours.post(at, {**TEXTS, "is_released": "on"})
    assert (refused.status_code, "Name those on the photo" in refused.text) == (422, True)
    assert ours.post(f"{at}people/", {"participant": "x"}).status_code == 422
    ours.post(f"{at}people/", {"participant": str(mona.public_id), "note": "In writing"})
    ours.post(at, {**TEXTS, "is_released": "on"})
    assert "shown in public" in ours.get(at).text
    ours.post(f"{at}people/{mona.public_id}/remove/")
    assert not PhotoPerson.objects.exists()

    words = {"title_de": "Folien", "title_en": "Slides", "title_ar": "شرائح", "language": "", "is_released": "on"}
    unfit = ours.post(f"{DESK}files/add/", {**words, "kind": "slides", "url": "https://files.example/1"})
    assert (unfit.status_code, "Say to which session this belongs." in unfit.text) == (422, True)
    slides = {**words, "kind": "slides", "speaker": str(speakers[0].pk), "url": "https://files.example/1"}
    ours.post(f"{DESK}files/add/", slides)
    row = DocumentationFile.objects.get()
    assert (row.session, row.speaker) == (session, speakers[0])
    assert "waits for the speakers" in ours.get(DESK).text
    ours.post(f"{DESK}{session.code}/1/", {"may_slides": "on", "note": "By mail on 3 May"})
    assert row.is_shown
    assert ours.get(f"{DESK}{session.code}/3/").status_code == 404
    ours.post(f"{DESK}files/{row.public_id}/", {**words, "title_en": "New name"})
    assert "New name" in ours.get(DESK).text
    ours.post(f"{DESK}files/{row.public_id}/remove/")
    assert "The photo is deleted" in ours.post(f"{at}remove/", follow=True).text


def test_people_decide_on_their_own_page(edition, office, spoken):
    session, people, _speakers = spoken
    photo = make_photo(edition, office)
    name(photo, people[0], office)
    hers = browser(people[0].user)

    page = hers.get(MINE).text
    assert photo.url_of("small") in page
    assert hers.get(photo.url_of("small")).status_code == 200
    hers.post(f"{MINE}photos/{photo.public_id}/yes/")
    assert "Take my consent back" in hers.get(MINE).text
    hers.post(f"{MINE}{session.code}/", {"may_slides": "on"})
    allowance = SpeakerAllowance.objects.get()
    assert (allowance.may_slides, allowance.may_record) == (True, False)

    stranger = browser(UserFactory())
    assert "There is nothing to decide" in stranger.get(MINE).text
    assert stranger.post(f"{MINE}photos/{photo.public_id}/no/").status_code == 404
    assert stranger.post(f"{MINE}{session.code}/", {}).status_code == 404
    assert stranger.get(photo.url_of("small")).status_code == 404


def test_the_desk_is_not_there_for_others(edition, office):
    for person in (UserFactory(), UserFactory(adviser=True)):
        for rest in ("", "photos/add/", "files/add/"):
            assert browser(person).get(DESK + rest).status_code == 404


def test_hostile_words_stay_text(client, edition, office):
    photo = make_photo(edition, office, alternative_en=EVIL, credit=EVIL)
    release(photo, office, alternative_en=EVIL, credit=EVIL, people_note=EVIL)
    documenting.add_file(
        edition, FileKind.REPORT, words={**WORDS, "title_en": EVIL}, url="https://files.example/1", actor=office, at=AT
    )

    for text in (client.get(PUBLIC).text, browser(office).get(DESK).text):
        assert "<script>alert" not in text


def test_the_public_page_says_when_there_is_nothing_and_needs_few_queries(
    client, edition, office, django_assert_max_num_queries
):
    assert "Nothing is documented yet" in client.get(PUBLIC).text
    for _each in range(4):
        release(make_photo(edition, office), office, people_note="Nobody")
        documenting.add_file(edition, FileKind.REPORT, words=WORDS, file=upload(pdf(), "a.pdf"), actor=office, at=AT)

    client.get(PUBLIC)  # what a process remembers of all meetings is asked once
    with django_assert_max_num_queries(6):
        assert client.get(PUBLIC).text.count("<figure>") == 4


def test_a_large_photo_says_its_size_in_plain_figures(client, edition, office):
    photo = make_photo(edition, office)
    release(photo, office, people_note="Nobody")
    EditionPhoto.objects.update(width=4000, height=3000)

    assert 'width="4000" height="3000"' in client.get(PUBLIC).text


def test_panels_tell_of_the_documentation(rf, edition, office):
    request = rf.get("/")
    request.user = office
    own = "events/timetable/panel_edition.html"
    assert own not in [panel.template for panel in panels_for("edition", request, edition)]
    photo = make_photo(edition, office)
    release(photo, office, people_note="Nobody")

    (shown,) = [panel for panel in panels_for("edition", request, edition) if panel.template == own]
    assert (shown.context["days"], shown.context["has_documentation"]) == ([], True)
    (desk,) = [
        panel
        for panel in panels_for("edition_desk", request, edition)
        if panel.template == "events/timetable/panel_desk.html"
    ]
    assert (desk.context["photos"], desk.context["photos_shown"], desk.context["files"]) == (1, 1, 0)


def test_an_erased_person_is_shown_no_more(edition, office, spoken):
    session, people, _speakers = spoken
    photo, user = make_photo(edition, office), people[0].user
    photos.answer_photo(name(photo, people[0], office), is_yes=True, actor=user, at=AT)
    documenting.allow_talk(session, may_slides=True, may_record=True, actor=user, at=AT)
    release(photo, office)
    assert is_seen(photo)
    assert len(personal.exporters()["photos"](user).rows) == 2

    for eraser in personal.erasers().values():
        eraser(user)

    assert not is_seen(photo)
    assert not SpeakerAllowance.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_name_the_same_person_at_once_ask_once():
    office, edition = UserFactory(roles=[Role.EVENTS]), EditionFactory(ahead=True)
    mona, photo = ParticipantFactory(edition=edition), make_photo(edition, office)

    def tab():
        name(photo, mona, by(office))

    assert at_once(tab, tab) == ["done", "done"]
    assert PhotoPerson.objects.count() == Message.objects.filter(kind="events.photo_consent").count() == 1
