"""What the dry run says of each line."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from bench.register_file import DISTRICT, record
from jisr.kernel.dates import PartialDate
from jisr.municipalities.models import Authority, AuthorityKey, FactSource, Population
from tests.factories.municipalities import AliasFactory, AuthorityFactory, PopulationFactory, RegionFactory
from tests.municipalities.imports.conftest import HEADER, SOURCE, register, table, town

pytestmark = pytest.mark.django_db


@pytest.fixture
def koeln(land):
    authority = AuthorityFactory(slug="koeln", name_de="Köln", name_en="Cologne", kind="kreisfreie_stadt", region=land)
    AuthorityKey.objects.create(authority=authority, system="AGS", key="05315000")
    return authority


def only(made):
    (line,) = made.lines.all()
    return line


def source_of(authority, field, *, as_of="", entered=None, url="https://office.example/"):
    row = FactSource(
        subject_type="municipalities.authority",
        subject_key=str(authority.pk),
        field=field,
        source_url=url,
        entered_at=entered or timezone.now(),
    )
    row.as_of = PartialDate.parse(as_of)
    row.save()


def test_a_place_that_is_not_in_the_directory_is_new_with_all_its_facts(upload, land):
    line = only(upload(register(town("05315000", "Köln, Stadt", mark=61, inhabitants=1_087_353))))

    assert (line.outcome, line.matched_by) == ("new", "")
    assert line.changes == {
        "name_de": ["", "Köln"],
        "kind": ["", "kreisfreie_stadt"],
        "region": ["", "nordrhein-westfalen"],
        "key": ["", "AGS 05315000"],
        "population": ["", "1087353 (2025-10-31)"],
    }


def test_the_key_finds_a_place_under_another_name(upload, koeln):
    Authority.objects.update(name_de="Colonia")

    line = only(upload(register(town("05315000", "Köln, Stadt", mark=61))))

    assert (line.outcome, line.matched_by, line.slug) == ("changed", "key", "koeln")
    assert line.changes["name_de"] == ["Colonia", "Köln"]


def test_a_district_is_called_as_its_people_call_it(upload, land):
    made = upload(
        register(
            record(DISTRICT, "05154", "Kleve", mark=44),
            record(DISTRICT, "05382", "Rhein-Sieg-Kreis", mark=43),
            record(DISTRICT, "05315", "Köln, Stadt", mark=41),
        )
    )

    assert list(made.lines.values_list("name", "key")) == [("Landkreis Kleve", "05154"), ("Rhein-Sieg-Kreis", "05382")]


def test_a_place_without_a_key_is_found_by_its_exact_name_in_its_region(upload, land):
    AuthorityFactory(slug="here", name_en="Bergheim", region=land)
    AuthorityFactory(name_en="Bergheim")

    line = only(upload(register(town("05362004", "Bergheim, Stadt"))))

    assert (line.outcome, line.matched_by, line.slug) == ("changed", "name", "here")
    assert line.changes["key"] == ["", "AGS 05362004"]


def test_a_like_name_is_another_place(upload, land):
    AuthorityFactory(name_de="Bergheim", region=land)

    assert only(upload(register(town("05362004", "Berghein, Stadt")))).outcome == "new"


def test_a_district_is_not_taken_for_the_town_of_its_name(upload, land):
    AuthorityFactory(name_de="Kleve", kind="kreisangehoerige_stadt", region=land)

    line = only(upload(table("05154;Kleve;landkreis;;;;;;")))

    assert line.outcome == "new"


@pytest.mark.parametrize(
    ("row", "reason", "fact"),
    [
        ("5315000;Köln;;;;;;;", "bad_key", "5315000"),
        ("99315000;Köln;;;;;;;", "no_region", ""),
        (";;gemeinde;;;;;;", "no_name", ""),
        ("05315000;=HYPERLINK();;;;;;;", "bad_name", ""),
        ("05315000;+49;;;;;;;", "bad_name", ""),
        ("05315000;nln\u202ek;;;;;;;", "bad_name", ""),
        (f"05315000;{'x' * 121};;;;;;;", "bad_name", ""),
        ("05315000;Köln;village green;;;;;;", "bad_kind", "village green"),
        ("05315000;Köln;;Atlantis;;;;;", "bad_region", "Atlantis"),
        ("05315000;Köln;;;91;7;;;", "bad_coordinates", "91 7"),
        ("05315000;Köln;;;NaN;7;;;", "bad_coordinates", "NaN 7"),
        ("05315000;Köln;;;51;;;;", "bad_coordinates", "51"),
        ("05315000;Köln;;;;;-5;;", "bad_population", "-5"),
        ("05315000;Köln;;;;;1.08;;", "bad_population", "1.08"),
        ("05315000;Köln;;;;;5;soon;", "bad_date", "soon"),
        ("05315000;Köln;;;;;5;2999;", "future_date", "2999"),
        ("05315000;Köln;;;;;;;=cmd", "bad_alias", "=cmd"),
        ("05315000;Köln;;;;;;;;too;many", "columns", ""),
        ("05315000", "columns", ""),
    ],
)
def test_a_line_that_cannot_be_taken_is_rejected_with_its_reason(upload, land, row, reason, fact):
    line = only(upload(table(row)))

    assert (line.outcome, line.reason, line.reason_fact) == ("rejected", reason, fact)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (town("05315000", "Köln").replace("00000001000", "0000000l000"), "record"),
        (town("05315000", "Köln", mark=99), "record"),
        (town("05315000", "Köln", mark=66), "uninhabited"),
        (town("95315000", "Köln"), "bad_key"),
        (town("05315000", ""), "no_name"),
        ("6020251031", "record"),
        ("70 what is this", "record"),
    ],
)
def test_a_bad_record_is_one_rejected_line(upload, land, written, reason):
    made = upload(register(town("05362004", "Bergheim"), written, town("05362008", "Bedburg")))

    assert list(made.lines.values_list("outcome", "reason")) == [("new", ""), ("rejected", reason), ("new", "")]


def test_the_second_line_with_a_key_is_rejected(upload, land):
    made = upload(register(town("05362004", "Bergheim"), town("05362004", "Bedburg")))

    assert list(made.lines.values_list("outcome", "reason", "reason_fact")) == [
        ("new", "", ""),
        ("rejected", "twice", "1"),
    ]


def test_two_places_of_one_name_in_a_region_are_told_apart_by_their_keys_alone(upload, land):
    AuthorityFactory(name_de="Bergheim", region=land)

    made = upload(register(town("05362004", "Bergheim"), town("05362005", "Bergheim")))

    assert set(made.lines.values_list("outcome", "reason")) == {("rejected", "ambiguous_file")}


def test_a_place_of_the_same_name_with_its_own_line_stays_out_of_it(upload, koeln):
    made = upload(register(town("05315000", "Köln", mark=61), town("05362004", "Köln")))

    assert list(made.lines.values_list("outcome", "matched_by")) == [("changed", "key"), ("new", "")]


def test_a_name_whose_holder_has_another_key_needs_a_person(upload, koeln):
    line = only(upload(register(town("05999000", "Köln", mark=61))))

    assert (line.reason, line.reason_fact) == ("other_key", "05315000")


def test_keys_of_the_past_are_not_given_a_new_holder(upload, koeln):
    koeln.keys.update(valid_to=timezone.localdate())

    assert only(upload(register(town("05315000", "Köln", mark=61)))).reason == "key_ended"


def test_facts_of_what_no_longer_exists_stay(upload, koeln):
    Authority.objects.update(is_former=True)

    assert only(upload(register(town("05315000", "Köln", mark=61)))).reason == "former"


@pytest.mark.parametrize(
    ("noted", "kept"),
    [
        ({"as_of": "2025-11"}, "newer_source"),
        ({"as_of": "2025-10-31"}, "newer_source"),
        ({"as_of": "2025"}, "newer_source"),  # any day of that year: it may be newer
        ({}, "newer_source"),  # entered today, so newer than the file
        ({"as_of": "2025-10-30"}, ""),
        ({"entered": datetime(2025, 1, 1, tzinfo=UTC)}, ""),
        ({"as_of": "2025-10-31", "url": SOURCE}, ""),  # the same source corrects itself
        ({"as_of": "2025-11-30", "url": SOURCE}, "newer_source"),
    ],
)
def test_a_fact_with_a_better_source_is_kept_and_listed(upload, koeln, noted, kept):
    Authority.objects.update(name_de="Köln am Rhein")
    source_of(koeln, "name_de", **noted)

    line = only(upload(register(town("05315000", "Köln", mark=61))))

    assert line.kept == ({"name_de": ["Köln am Rhein", "Köln", kept]} if kept else {})
    assert line.changes.get("name_de") == (None if kept else ["Köln am Rhein", "Köln"])
    assert (line.outcome, line.has_kept) == ("changed", bool(kept))  # the figure is new


def test_only_the_newest_source_of_a_fact_counts(upload, koeln):
    Authority.objects.update(name_de="Köln am Rhein")
    source_of(koeln, "name_de", as_of="2026", entered=datetime(2026, 1, 1, tzinfo=UTC))
    source_of(koeln, "name_de", as_of="2020", entered=datetime(2026, 2, 1, tzinfo=UTC))

    assert only(upload(register(town("05315000", "Köln", mark=61)))).kept == {}


@pytest.mark.parametrize(
    ("ours", "kind", "kept"),
    [
        ({"kind": "census", "as_of_on": "2025-10-31"}, "census", "same_date"),
        ({"kind": "census", "as_of_on": "2025-10-31", "source_url": SOURCE}, "census", ""),
        ({"kind": "census", "as_of_on": "2026-01-31"}, "census", "newer_figure"),
        ({"kind": "census", "as_of_on": "2024-12-31"}, "census", ""),
        ({"kind": "stated", "as_of_on": "2026-01-31"}, "census", ""),
        ({"kind": "census", "as_of_on": "2025-10-31"}, "stated", "better_kind"),
        ({"kind": "census", "as_of_on": "2024-12-31"}, "stated", ""),
        ({"kind": "geonames"}, "census", ""),
        ({"kind": "geonames"}, "stated", ""),
    ],
)
def test_figures_are_ranked_by_kind_and_date(upload, koeln, ours, kind, kept):
    if "as_of_on" in ours:
        ours = {**ours, "as_of_precision": "day"}
    PopulationFactory(authority=koeln, number=7, **ours)

    line = only(upload(table("05315000;Köln;;;;;1.087.353;31.10.2025;"), population_kind=kind))

    assert [told[2] for told in line.kept.values()] == ([kept] if kept else [])
    assert ("population" in line.changes) == (not kept)


def test_other_names_are_added_and_none_is_taken_away(upload, koeln):
    AliasFactory(authority=koeln, name="Colonia")

    line = only(upload(table('05315000;Köln;;;;;;;"Colonia;Keulen|Cologne"')))
    assert line.changes == {"aliases": ["Colonia", "Colonia\nKeulen"]}


def test_a_table_of_palestinian_places_has_keys_of_their_own(upload):
    region = RegionFactory(palestinian=True, name_ar="جنين", slug="jenin")

    made = upload(table("010005;جنين;جنين", header="key;name_ar;region"), key_system="PCBS")

    line = only(made)
    assert (line.outcome, line.values["region"], line.name) == ("new", region.slug, "جنين")


def test_a_table_that_says_what_is_known_changes_nothing(upload, koeln):
    Authority.objects.update(latitude="50.93333", longitude="6.95")

    line = only(upload(table("05315000;Köln;district-free city;DE-NW;50,93333;6.95;;;", header=HEADER)))

    assert (line.outcome, line.changes, Population.objects.count()) == ("unchanged", {}, 0)
