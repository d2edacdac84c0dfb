"""The pages of the directory: facts with sources, two editors, lists, views of one's own."""

import pytest
from django.test import Client

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.municipalities.models import Authority, AuthorityKey, FactSource, Organisation, Population, SavedView, Theme
from jisr.web import public_data
from tests.desk_forms import filled
from tests.factories.accounts import UserFactory
from tests.factories.memberships import OrganisationFactory
from tests.factories.municipalities import AuthorityFactory, PopulationFactory, RegionFactory, ThemeFactory

pytestmark = pytest.mark.django_db
SOURCE = {"source": "https://source.example/page", "as_of": "2022"}


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


@pytest.fixture
def desk(adviser):
    """The adviser's browser."""
    client = Client()
    client.force_login(adviser)
    return client


def path_of(row, kind="authorities"):
    return f"/en/workspace/directory/{kind}/{getattr(row, 'slug', None) or row.public_id}/"


def test_a_changed_fact_needs_its_source_and_its_time(desk):
    authority = AuthorityFactory(name_en="Old")
    path = path_of(authority)

    response = desk.post(path, filled(desk, path) | {"name_en": "New"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"source", "as_of"}
    assert 'value="New"' in response.content.decode()
    assert Authority.objects.get().name_en == "Old"


def test_a_form_with_its_source_is_saved_and_told(desk, adviser):
    authority = AuthorityFactory(name_en="Old")
    path = path_of(authority)

    response = desk.post(path, filled(desk, path) | {"name_en": "New", "aliases": "B\nA\nB"} | SOURCE)

    assert (response.status_code, response.headers["Location"]) == (302, path)
    assert Authority.objects.get().name_en == "New"
    sources = {source.field: source for source in FactSource.objects.about(authority)}
    assert sorted(sources) == ["aliases", "name_en"]
    assert {(str(each.as_of), each.source_url, each.entered_by) for each in sources.values()} == {
        ("2022", "https://source.example/page", adviser)
    }
    assert Entry.objects.about(authority).get().changes == {"name_en": ["Old", "New"], "aliases": ["", "A\nB"]}


def test_a_fact_may_have_another_source_than_the_rest(desk):
    authority = AuthorityFactory()
    path = path_of(authority)
    own = {"source_name_de": "telephone call", "as_of_name_de": "5.12.2017"}

    desk.post(path, filled(desk, path) | {"name_en": "New", "name_de": "Neu"} | own | SOURCE)

    found = {source.field: (source.source_url, source.note, str(source.as_of)) for source in FactSource.objects.all()}
    assert found == {
        "name_en": ("https://source.example/page", "", "2022"),
        "name_de": ("", "telephone call", "2017-12-05"),
    }


def test_a_fact_that_stays_can_be_looked_up_again(desk):
    authority = AuthorityFactory()
    path = path_of(authority)
    own = {"source_name_en": "register", "as_of_name_en": "2020"}

    for _twice in range(2):
        desk.post(path, filled(desk, path) | own)

    assert [(source.field, source.note) for source in FactSource.objects.all()] == [("name_en", "register")]
    assert [entry.action for entry in Entry.objects.about(authority)] == ["municipalities.authority_sourced"]


def test_two_editors_of_different_fields_both_win(desk):
    authority = AuthorityFactory(name_en="Old", website="")
    path = path_of(authority)
    first, second = filled(desk, path), filled(desk, path)

    desk.post(path, first | {"name_en": "New"} | SOURCE)
    desk.post(path, second | {"website": "https://town.example/"} | SOURCE)

    authority.refresh_from_db()
    assert (authority.name_en, authority.website) == ("New", "https://town.example/")


def conflict(desk, path):
    """Two forms opened at once; the second one to save is shown what the first made of it."""
    first, second = filled(desk, path), filled(desk, path)
    desk.post(path, first | {"name_en": "Theirs"} | SOURCE)
    return desk.post(path, second | {"name_en": "Mine", "name_de": "Auch meins"} | SOURCE)


def test_the_second_editor_sees_before_theirs_and_mine_and_loses_nothing(desk):
    authority = AuthorityFactory(name_en="Old", name_de="Alt")

    response = conflict(desk, path_of(authority))

    page = response.content.decode()
    (clash,) = [told for told in response.context["form"].told() if told.keep]
    assert (response.status_code, clash.original, clash.theirs, clash.field.value()) == (422, "Old", "Theirs", "Mine")
    assert 'value="Mine"' in page
    assert 'value="Auch meins"' in page
    assert 'value="https://source.example/page"' in page
    assert Authority.objects.get().name_en == "Theirs"


@pytest.mark.parametrize(("choice", "name"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_the_second_editor_chooses_what_holds(desk, choice, name):
    authority = AuthorityFactory(name_en="Old", name_de="Alt")
    path = path_of(authority)
    form = conflict(desk, path).context["form"]
    again = {field.html_name: field.value() for field in form if field.value() not in (None, False)}

    unanswered = desk.post(path, again)
    response = desk.post(path, again | {"keep_name_en": choice})

    assert (unanswered.status_code, list(unanswered.context["form"].errors)) == (422, ["keep_name_en"])
    assert response.status_code == 302
    authority.refresh_from_db()
    assert (authority.name_en, authority.name_de) == (name, "Auch meins")


def test_a_double_click_saves_once(desk):
    authority = AuthorityFactory()
    path = path_of(authority)
    form = filled(desk, path) | {"name_en": "New"} | SOURCE

    assert [desk.post(path, form).status_code for _twice in range(2)] == [302, 302]
    assert Entry.objects.about(authority).count() == 1


def test_a_form_with_a_broken_seal_is_shown_again_with_what_was_typed(desk):
    authority = AuthorityFactory(name_en="Old")
    path = path_of(authority)

    response = desk.post(path, filled(desk, path) | {"name_en": "New", "opened": "forged"} | SOURCE)

    assert response.status_code == 422
    assert 'value="New"' in response.content.decode()
    assert Authority.objects.get().name_en == "Old"


HOSTILE = {
    "name_en": ["x" * 121, "a\x00b"],
    "latitude": ["91", "NaN", "abc", "1e400"],
    "geonames_id": ["-1", "9" * 40],
    "website": ["javascript:alert(1)", "x" * 400, "ftp://town.example/"],
    "note_de": ["x" * 4001],
    "aliases": ["x" * 121, "\n".join(map(str, range(301)))],
    "as_of": ["2999", "31.2.2020", "0000", "x", "2020-13"],
    "source": ["x" * 251, "https://", "http://" + "x" * 600],
    "region": ["0", "x"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in HOSTILE.items() for value in values])
def test_bad_input_is_an_error_at_its_field_and_changes_nothing(desk, name, value):
    authority = AuthorityFactory(latitude="1", longitude="1")
    path = path_of(authority)

    response = desk.post(path, filled(desk, path) | {"name_de": "Neu"} | SOURCE | {name: value})

    assert response.status_code == 422
    assert name in response.context["form"].errors
    assert FactSource.objects.count() == 0


def test_a_source_is_shown_as_text_and_never_as_code(desk):
    authority = AuthorityFactory()
    path = path_of(authority)
    desk.post(path, filled(desk, path) | {"name_en": "New", "source": "<script>x</script>", "as_of": "2020"})

    assert "<script>x" not in desk.get(path).content.decode()


def test_a_place_needs_both_coordinates(desk):
    path = path_of(AuthorityFactory())

    response = desk.post(path, filled(desk, path) | {"latitude": "50"} | SOURCE)

    assert list(response.context["form"].errors) == ["longitude"]


def test_an_authority_is_added_once_and_can_be_found(desk):
    region = RegionFactory(palestinian=True)
    form = {"name_en": "New Town", "region": region.pk} | SOURCE

    answers = [desk.post("/en/workspace/directory/authorities/new/", form) for _twice in range(2)]

    authority = Authority.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [path_of(authority)] * 2
    assert (authority.slug, authority.country_id) == ("new-town", "PS")
    assert sorted(FactSource.objects.values_list("field", flat=True)) == ["name_en", "region"]
    assert "New Town" in Client().get("/en/search/", {"q": "New Town"}).content.decode()


def test_a_name_that_is_an_address_of_the_desk_gets_another_short_name(desk):
    desk.post("/en/workspace/directory/authorities/new/", {"name_en": "New", "region": RegionFactory().pk} | SOURCE)

    assert Authority.objects.get().slug == "new-2"


def test_an_organisation_and_a_theme_are_added_and_edited(desk):
    organisation = {"name_en": "Union", "kind": "agency", "country": RegionFactory().country_id} | SOURCE
    theme = {"name_en": "Waste", "focus": "services", "dac_code": "14050", "dac_label": "Waste", "sdg_goals": "11, 6"}
    desk.post("/en/workspace/directory/organisations/new/", organisation)
    desk.post("/en/workspace/directory/themes/new/", theme | {"words_de": "Müll\nAbfall"} | SOURCE)

    made = Organisation.objects.get(), Theme.objects.get()
    assert made[1].sdg_goals == [6, 11]
    assert sorted(made[1].synonyms.values_list("word", flat=True)) == ["Abfall", "Müll"]
    for row, kind in zip(made, ("organisations", "themes"), strict=True):
        path = path_of(row, kind)
        response = desk.post(path, filled(desk, path) | {"name_de": "Anders"} | SOURCE)
        row.refresh_from_db()
        assert (response.status_code, row.name_de) == (302, "Anders")


def test_a_population_figure_is_added_corrected_and_removed_with_its_source(desk):
    authority = AuthorityFactory()
    path = path_of(authority) + "rows/populations/"
    figure = {"kind": "census", "number": "1200", "as_of": "2017-12", "source_url": "https://census.example/"}

    for _twice in range(2):
        assert desk.post(path + "new/", figure).status_code == 302
    row = Population.objects.get()
    assert (row.number, str(row.as_of)) == (1200, "2017-12")
    desk.post(f"{path}{row.pk}/", filled(desk, f"{path}{row.pk}/") | {"number": "1300"})
    assert Population.objects.get().number == 1300
    for _twice in range(2):
        desk.post(f"{path}{row.pk}/remove/")

    assert Population.objects.count() == 0
    assert [entry.changes for entry in Entry.objects.about(authority).order_by("number")] == [
        {"populations": ["", "census · 1200 · 2017-12 · https://census.example/"]},
        {
            "populations": [
                "census · 1200 · 2017-12 · https://census.example/",
                "census · 1300 · 2017-12 · https://census.example/",
            ]
        },
        {"populations": ["census · 1300 · 2017-12 · https://census.example/", ""]},
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source_url": ""}, "source_url"),
        ({"as_of": ""}, "as_of"),
        ({"as_of": "2999"}, "as_of"),
        ({"number": "-1"}, "number"),
        ({"number": "9" * 30}, "number"),
        ({"kind": "guess"}, "kind"),
    ],
)
def test_a_population_figure_without_source_or_time_is_refused(desk, change, field):
    figure = {"kind": "census", "number": "1200", "as_of": "2017", "source_url": "https://census.example/"}

    response = desk.post(path_of(AuthorityFactory()) + "rows/populations/new/", figure | change)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Population.objects.count() == 0


def test_a_key_has_its_time_and_one_holder(desk):
    path = path_of(AuthorityFactory()) + "rows/keys/new/"
    key = {"system": "AGS", "key": "05315000", "valid_from": "2020-01-01", "source_url": "https://keys.example/"}

    assert desk.post(path, key | {"valid_to": "2019-01-01"}).status_code == 422
    assert desk.post(path, key).status_code == 302
    assert desk.post(path_of(AuthorityFactory()) + "rows/keys/new/", key).status_code == 422
    assert AuthorityKey.objects.count() == 1


def test_two_editors_of_one_figure_see_each_other(desk):
    row = PopulationFactory(number=1)
    path = f"{path_of(row.authority)}rows/populations/{row.pk}/"
    first, second = filled(desk, path), filled(desk, path)
    desk.post(path, first | {"number": "2"})

    response = desk.post(path, second | {"number": "3"})

    assert (response.status_code, Population.objects.get().number) == (422, 2)
    (clash,) = [told for told in response.context["form"].told() if told.keep]
    assert (clash.original, clash.theirs) == ("1", "2")


@pytest.mark.parametrize("role", [Role.EVENTS, Role.FUNDING, Role.AUDIT, Role.EDITOR])
def test_other_staff_read_and_cannot_change(role):
    client = Client()
    client.force_login(UserFactory(roles=[role]))
    authority = AuthorityFactory(name_en="Old")
    path = path_of(authority)

    assert client.get(path).status_code == 200
    assert client.get(path + "history/").status_code == 200
    assert client.post(path, {"name_en": "New"} | SOURCE).status_code == 403
    assert client.post(path + "rows/populations/new/", {}).status_code == 403
    assert Authority.objects.get().name_en == "Old"


def test_history_tells_steps_and_sources(desk, adviser):
    authority = AuthorityFactory(name_en="Old")
    path = path_of(authority)
    desk.post(path, filled(desk, path) | {"name_en": "New"} | SOURCE)

    page = desk.get(path + "history/").content.decode()

    assert all(text in page for text in ("Old", "New", "source.example", adviser.display_name))


@pytest.mark.parametrize("path", ["nonsense/", "authorities/nowhere/", "organisations/nowhere/", "themes/x/history/"])
def test_what_is_not_there_is_not_found(desk, path):
    assert desk.get(f"/en/workspace/directory/{path}").status_code == 404


def _authorities(count):
    region = RegionFactory()
    for _each in range(count):
        PopulationFactory(authority=AuthorityFactory(region=region))


LISTS = {
    "authorities": _authorities,
    "organisations": OrganisationFactory.create_batch,
    "themes": ThemeFactory.create_batch,
}


@pytest.mark.parametrize("kind", sorted(LISTS))
def test_a_list_asks_as_much_for_one_row_as_for_fifty(desk, kind, django_assert_max_num_queries):
    path, counts = f"/en/workspace/directory/{kind}/", []
    for more in (1, 2, 47):
        LISTS[kind](more)
        public_data.forget()  # the places are new, and PostgreSQL tells of it when they are committed
        desk.get(path)
        with django_assert_max_num_queries(12) as asked:
            response = desk.get(path)
        counts.append((len(response.context["rows"]), len(asked)))

    assert [rows for rows, _queries in counts] == [1, 3, 50]
    assert len({queries for _rows, queries in counts}) == 1


def test_filters_stay_in_the_address(desk):
    AuthorityFactory(name_en="With", name_ar="بلدة")
    AuthorityFactory(name_en="Without")

    response = desk.get("/en/workspace/directory/authorities/", {"gap": "name_ar", "sort": "-changed"})

    assert [cells[0][1].text for cells in response.context["rows"]] == ["Without"]
    assert "/en/workspace/exports/directory-authorities.csv?gap=name_ar" in response.content.decode()
    assert response.context["listing"].query.urlencode() == "gap=name_ar&sort=-changed"


@pytest.mark.parametrize("kind", sorted(LISTS))
def test_a_list_can_be_taken_along(desk, kind):
    LISTS[kind](2)

    response = desk.get(f"/en/workspace/exports/directory-{kind}.csv")

    assert response.status_code == 200
    assert len(b"".join(response.streaming_content).splitlines()) == 3


def test_a_view_belongs_to_the_person_who_kept_it(desk, adviser):
    other = Client()
    other.force_login(UserFactory(roles=[Role.AUDIT]))
    path = "/en/workspace/directory/authorities/"
    for _twice in range(2):
        desk.post(path + "views/", {"name": "Without Arabic", "query": "gap=name_ar&page=3&nonsense=1"})

    view = SavedView.objects.get()
    assert (view.person, view.query) == (adviser, "gap=name_ar")
    assert "Without Arabic" in desk.get(path).content.decode()
    assert "Without Arabic" not in other.get(path).content.decode()
    other.post(path + "views/remove/", {"name": "Without Arabic"})
    assert SavedView.objects.count() == 1
    desk.post(path + "views/remove/", {"name": "Without Arabic"})
    assert SavedView.objects.count() == 0


def test_a_person_keeps_thirty_views_of_a_list(desk):
    path = "/en/workspace/directory/themes/views/"
    for number in range(31):
        desk.post(path, {"name": f"View {number}", "query": ""})
    desk.post(path, {"name": "x" * 61, "query": ""})
    desk.post(path, {"name": "View 1", "query": "focus=services"})

    assert SavedView.objects.count() == 30
    assert SavedView.objects.get(name="View 1").query == "focus=services"
