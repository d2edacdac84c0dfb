"""The office's pages of meetings: lists, forms, steps with the mail before them, invitations, costs."""

from datetime import date

import pytest

from jisr.accounts.states import Role
from jisr.events.editions.sheets import EDITION_SHEET
from jisr.events.editions.states import State
from jisr.events.models import CostLine, Edition, InvitationRound, Series
from jisr.municipalities.services.facts import seal
from jisr.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory, ParticipantKindFactory, SeriesFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, CountryFactory, ThemeFactory

pytestmark = pytest.mark.django_db
ROOT = "/en/workspace/meetings/"


@pytest.fixture
def desk(client, lena):
    client.force_login(lena)
    return client


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_needs_the_same_queries_for_any_number(desk, django_assert_max_num_queries, count):
    EditionFactory.create_batch(count, series=SeriesFactory())

    with django_assert_max_num_queries(12):
        page = desk.get(ROOT)

    assert len(page.context["listing"].page) == min(count, 25)


def test_filters_narrow_the_list_and_nonsense_is_named(desk):
    wanted = EditionFactory(state=State.PLANNED, start_on=date(2027, 3, 1), end_on=date(2027, 3, 1))
    EditionFactory()

    for query in ("state=planned", "year=2027", f"series={wanted.series.slug}"):
        assert [row.pk for row in desk.get(f"{ROOT}?{query}").context["listing"].page] == [wanted.pk]
    assert len(desk.get(f"{ROOT}?year=1066&kind=conference").context["listing"].page) == 2


def test_the_list_can_be_taken_along_by_the_office_alone(desk, client):
    EditionFactory(title_en="Secret plan", state=State.PLANNED)

    assert "Secret plan" in b"".join(desk.get("/en/workspace/exports/meetings.csv")).decode()
    client.force_login(UserFactory())
    assert client.get("/en/workspace/exports/meetings.csv").status_code == 404


@pytest.mark.parametrize("role", [Role.ADVISER, Role.FUNDING, Role.AUDIT])
def test_others_of_the_office_read_and_change_nothing(client, conference, role):
    client.force_login(UserFactory(roles=[role]))

    page = client.get(f"{ROOT}{conference.slug}/").text

    assert "Announce the meeting" not in page
    for path in ("edit", "costs", "invite", "next", "steps/announce"):
        assert client.post(f"{ROOT}{conference.slug}/{path}/").status_code == 403


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_desk_needs_the_same_queries_for_any_number_of_people(desk, django_assert_max_num_queries, count):
    edition = EditionFactory(ahead=True)
    kind = ParticipantKindFactory(edition=edition, places=50)
    ParticipantFactory.create_batch(count, edition=edition, kind=kind)

    with django_assert_max_num_queries(24):
        page = desk.get(f"{ROOT}{edition.slug}/")

    assert dict(page.context["figures"])["Registrations"][0][:2] == ("confirmed", count)


def test_figures_count_states_sides_languages_and_places(desk):
    edition = EditionFactory(ahead=True)
    kind = ParticipantKindFactory(edition=edition, places=50)
    german, palestinian = AuthorityFactory(), AuthorityFactory(palestinian=True)
    ParticipantFactory(edition=edition, kind=kind, authority=german, languages=["de", "en"])
    ParticipantFactory(edition=edition, kind=kind, authority=palestinian, languages=["ar"])
    ParticipantFactory(edition=edition, kind=kind, authority=palestinian, waiting=True)

    groups = {str(title): rows for title, rows in desk.get(f"{ROOT}{edition.slug}/").context["figures"]}

    assert [(str(row.label), str(row.value)) for row in groups["Registrations"]] == [
        *[("on the waiting list", "1"), ("confirmed", "2"), ("Places", "50"), ("Places taken", "2")]
    ]
    assert [(str(row.label), row.value) for row in groups["Those with a place"]] == [
        *[("German side", 1), ("Palestinian side", 1)],
        *[("work in: German", 1), ("work in: Arabic", 1), ("work in: English", 1)],
    ]


FACTS = {
    "title_en": "Seminar on waste",
    "start": "3.5.2027",
    "end": "2027-05-04",
    "zone": "Europe/Berlin",
    "mode": "onsite",
    "place_en": "Bonn",
}


def test_a_meeting_is_planned_by_the_form(desk):
    series, theme = SeriesFactory(kind="seminar"), ThemeFactory()
    host = AuthorityFactory(name_en="Bonn", name_de="Bonn")

    page = desk.post(
        f"{ROOT}new/",
        {**FACTS, "series": series.slug, "places": "Bonn", "themes": [theme.pk], "formats_en": "talks\n\nvisits "},
    )

    made = Edition.objects.get(title_en="Seminar on waste")
    assert page.headers["Location"] == f"{ROOT}{made.slug}/"
    assert (str(made.start), str(made.end), made.state) == ("2027-05-03", "2027-05-04", State.PLANNED)
    assert ([*made.places.all()], [*made.themes.all()], made.formats_en) == ([host], [theme], ["talks", "visits"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"start": "next week"}, "start"),
        ({"end": "2.5.2027"}, "end"),
        ({"registration_deadline": "2027-06-01"}, "registration_deadline"),
        ({"places": "Atlantis"}, "places"),
        ({"title_en": ""}, "title_en"),
        ({"zone": "Asia/Gotham"}, "zone"),
        ({"number": "-1"}, "number"),
    ],
)
def test_what_makes_no_sense_is_said_at_the_field(desk, wrong, field):
    page = desk.post(f"{ROOT}new/", {**FACTS, "series": SeriesFactory().slug, **wrong})

    assert page.status_code == 422
    assert field in page.context["form"].errors


@pytest.mark.parametrize("title", ["series", "new", "Follow-ups"])
def test_a_title_that_is_an_address_of_the_office_gets_another_one(desk, title):
    desk.post(f"{ROOT}new/", {**FACTS, "series": SeriesFactory().slug, "title_en": title})

    made = Edition.objects.get()
    assert made.slug not in {"series", "new", "follow-ups"}
    assert desk.get(made.desk_url).status_code == 200


def sent_back(page) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = page.context["form"]
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, (list, tuple)):
            data[field.html_name] = [str(getattr(item, "pk", item)) for item in value]
        elif value not in (None, False):
            data[field.html_name] = str(value)
    return data


def test_saving_the_form_as_it_stands_changes_nothing(desk, conference):
    conference.places.add(AuthorityFactory(name_en="Hosttown"))
    conference.formats_en = ["talks", "visits"]
    conference.save()
    before = EDITION_SHEET.read(Edition.objects.get())

    page = desk.get(f"{ROOT}{conference.slug}/edit/")
    assert desk.post(f"{ROOT}{conference.slug}/edit/", sent_back(page)).status_code == 302

    assert EDITION_SHEET.read(Edition.objects.get()) == before


def test_two_who_change_the_same_see_both_texts_and_choose(desk, conference):
    data = sent_back(desk.get(f"{ROOT}{conference.slug}/edit/"))
    Edition.objects.filter(pk=conference.pk).update(summary_en="Theirs", place_en="Their place")

    page = desk.post(f"{ROOT}{conference.slug}/edit/", {**data, "summary_en": "Mine"})

    assert page.status_code == 422
    assert "Theirs" in page.text
    assert "Mine" in page.text
    again = {**sent_back(page), "keep_summary_en": "mine"}
    assert desk.post(f"{ROOT}{conference.slug}/edit/", again).status_code == 302
    conference.refresh_from_db()
    assert (conference.summary_en, conference.place_en) == ("Mine", "Their place")


def test_a_form_that_was_tampered_with_is_not_saved(desk, conference):
    data = sent_back(desk.get(f"{ROOT}{conference.slug}/edit/"))

    page = desk.post(f"{ROOT}{conference.slug}/edit/", {**data, "opened": "nonsense", "summary_en": "Mine"})

    assert page.status_code == 422
    assert "too old" in page.text


def test_days_that_were_told_do_not_change_by_the_form(desk, conference):
    Edition.objects.filter(pk=conference.pk).update(state=State.OPEN)
    data = sent_back(desk.get(f"{ROOT}{conference.slug}/edit/"))

    page = desk.post(f"{ROOT}{conference.slug}/edit/", {**data, "start": "2027-09-10"})

    assert "postpone the meeting" in page.text
    assert Edition.objects.get().start_on == date(2027, 9, 13)


def test_the_next_one_is_shown_before_it_is_made(desk, conference):
    CountryFactory(code="PS")
    path = f"{ROOT}{conference.slug}/next/"
    first = desk.get(path)
    assert next(label for _name, label in first.context["form"].fields["parts"].choices).endswith("(3)")
    data = {**FACTS, "start": "2028-09-11", "end": "2028-09-13", "parts": ["texts", "participant_kinds"]}

    shown = desk.post(path, {**data, "do": "look"})

    assert "This would be made" in shown.text
    assert Edition.objects.count() == 1
    made = desk.post(path, {**data, "do": "make"})
    assert made.status_code == 302
    assert Edition.objects.get(follows=conference).participant_kinds.count() == 1


def test_a_step_shows_the_mail_in_three_languages_before_it_is_taken(desk, conference):
    ParticipantFactory(edition=conference, user__preferred_language="ar")
    path = f"{ROOT}{conference.slug}/steps/announce/"
    data = {"is_told": "on", "seen": "planned", "note_de": "Gruß", "note_en": "Greetings", "note_ar": "تحية"}

    shown = desk.post(path, {**data, "do": "look"})

    assert not Message.objects.exists()
    assert [letter.language for letter in shown.context["letters"]] == ["de", "en", "ar"]
    for words in ("title de ist angekündigt", "title en is announced", "أُعلن عن title ar", "Gruß", "تحية"):
        assert words in shown.text
    assert desk.post(path, {**data, "do": "take"}).headers["Location"] == f"{ROOT}{conference.slug}/"
    arabic = shown.context["letters"][2]
    message = Message.objects.get()
    assert (message.subject_line, message.language) == (arabic.subject_line, "ar")
    assert message.text.splitlines()[2:10] == arabic.text.splitlines()[2:10]


def test_a_second_click_on_a_step_tells_nobody_again(desk, conference):
    ParticipantFactory(edition=conference)
    path = f"{ROOT}{conference.slug}/steps/announce/"
    data = {"is_told": "on", "seen": "planned", "do": "take"}

    answers = [desk.post(path, data).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert (Message.objects.count(), conference.steps.count()) == (1, 1)


def test_a_tab_that_is_old_takes_no_step(desk, conference):
    Edition.objects.filter(pk=conference.pk).update(state=State.OPEN)

    desk.post(f"{ROOT}{conference.slug}/steps/cancel/", {"reason": "Old", "seen": "planned", "do": "take"})

    assert Edition.objects.get().state == State.OPEN


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_a_note_is_written_in_all_languages_or_in_none(desk, conference, language):
    page = desk.post(
        f"{ROOT}{conference.slug}/steps/announce/", {f"note_{language}": "x", "seen": "planned", "do": "take"}
    )

    assert page.status_code == 422
    assert Edition.objects.get().state == State.PLANNED


def test_a_step_that_waits_for_something_says_for_what(desk, conference):
    Edition.objects.filter(pk=conference.pk).update(title_ar="")

    page = desk.get(f"{ROOT}{conference.slug}/steps/announce/")

    assert "This step cannot be taken yet" in page.text
    assert "German, English and Arabic" in page.text


def test_a_hostile_reason_is_text(desk, conference):
    Edition.objects.filter(pk=conference.pk).update(state=State.OPEN)
    ParticipantFactory(edition=conference)
    reason = '<script>alert("x")</script>\u202e'

    desk.post(f"{ROOT}{conference.slug}/steps/cancel/", {"reason": reason, "seen": "open", "do": "take"})

    assert "<script>alert" not in Message.objects.get().html
    assert "<script>alert" not in desk.get(f"{ROOT}{conference.slug}/").text


def test_nobody_takes_a_step_that_is_none(desk, conference):
    assert desk.get(f"{ROOT}{conference.slug}/steps/explode/").status_code == 404
    assert desk.get(f"{ROOT}nowhere/").status_code == 404


def test_invitations_are_counted_shown_and_sent(desk, conference):
    Edition.objects.filter(pk=conference.pk).update(state=State.ANNOUNCED)
    known = MembershipFactory(coordinator=True, authority=AuthorityFactory(name_en="Aachen")).authority
    AuthorityFactory(name_en="Silent town")
    path = f"{ROOT}{conference.slug}/invite/?country=DE"

    page = desk.get(path)
    assert "1 authority would be invited" in page.text
    assert "Silent town" in page.text
    key = page.context["form_key"]
    assert [letter.language for letter in desk.post(path, {"do": "look"}).context["letters"]] == ["de", "en", "ar"]
    sent = [desk.post(path, {"do": "send", "form_key": key}) for _click in range(2)]

    found = InvitationRound.objects.get()
    assert [answer.headers["Location"] for answer in sent] == [
        f"{ROOT}{conference.slug}/invitations/{found.public_id}/"
    ] * 2
    assert Message.objects.count() == 1
    shown = desk.get(sent[0].headers["Location"]).text
    assert known.name in shown
    assert "Silent town" in shown
    desk.post(f"{ROOT}{conference.slug}/invitations/{found.public_id}/send-on/")
    assert Message.objects.count() == 1


def test_costs_are_kept_and_add_up(desk, conference):
    path = f"{ROOT}{conference.slug}/costs/"
    opened = desk.get(path).context["form"].initial["opened"]

    desk.post(
        path,
        {"opened": opened, "venue_planned_cents": "12.500", "travel_planned_cents": "1,000.50", "venue_note": "Hall"},
    )

    assert list(CostLine.objects.order_by("category").values_list("category", "planned_cents", "spent_cents")) == [
        ("travel", 1_000_50, None),
        ("venue", 12_500_00, None),
    ]
    costs = dict(desk.get(f"{ROOT}{conference.slug}/").context["figures"])["Costs"]
    assert [(str(row.label), row.value) for row in costs] == [("Planned", "€13,500.50")]


def test_two_who_change_the_same_cost_see_both_amounts(desk, conference):
    path = f"{ROOT}{conference.slug}/costs/"
    opened = desk.get(path).context["form"].initial["opened"]
    CostLine.objects.create(edition=conference, category="venue", planned_cents=700_00)

    page = desk.post(path, {"opened": opened, "venue_planned_cents": "900"})

    assert page.status_code == 422
    assert "€700.00" in page.text
    assert CostLine.objects.get().planned_cents == 700_00
    again = {"opened": page.context["form"].data["opened"], "venue_planned_cents": "900"}
    assert desk.post(path, again).status_code == 302
    assert CostLine.objects.get().planned_cents == 900_00


def test_a_wrong_amount_is_said_at_the_field(desk, conference):
    page = desk.post(f"{ROOT}{conference.slug}/costs/", {"opened": seal({}), "venue_planned_cents": "-5"})

    assert page.status_code == 422
    assert not CostLine.objects.exists()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_series_need_the_same_queries_for_any_number(desk, django_assert_max_num_queries, count):
    for _number in range(count):
        EditionFactory(series=SeriesFactory(alternates=True, from_months=12, to_months=24))

    with django_assert_max_num_queries(10):
        assert len(desk.get(f"{ROOT}series/").context["turns"]) == count


def test_a_series_is_begun_once_and_changed(desk):
    data = {"kind": "seminar", "name_de": "Seminare", "name_en": "Seminars", "name_ar": "ندوات"}
    for _click in range(2):
        assert desk.post(f"{ROOT}series/new/", data).status_code == 302
    series = Series.objects.get()
    page = desk.get(f"{ROOT}series/{series.slug}/")

    desk.post(
        f"{ROOT}series/{series.slug}/", {**sent_back(page), "alternates": "on", "from_months": "12", "to_months": "24"}
    )

    series.refresh_from_db()
    assert (series.alternates, series.from_months, series.to_months) == (True, 12, 24)
    wrong = {**sent_back(desk.get(f"{ROOT}series/{series.slug}/")), "from_months": "12", "to_months": "6"}
    assert desk.post(f"{ROOT}series/{series.slug}/", wrong).status_code == 422
