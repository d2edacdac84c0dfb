"""The places, themes and sources of the programme as they are loaded."""

import pytest

from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.models import (
    Authority,
    AuthorityKey,
    LoadedRow,
    Population,
    Region,
    Source,
    Succession,
    Theme,
    ThemeSynonym,
)
from jisr.municipalities.programme import load_municipalities

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def programme(module_transaction):
    return load_municipalities()


def test_all_places_and_themes_are_there(programme):
    assert Region.objects.filter(kind=Region.Kind.LAND).count() == 16
    assert Region.objects.filter(kind=Region.Kind.GOVERNORATE).count() == 16
    assert Theme.objects.count() == 40
    assert Source.objects.count() == 108
    assert Authority.objects.filter(is_former=False).count() == 38
    assert Authority.objects.filter(is_former=True).count() == 3


@pytest.mark.parametrize("model", [Authority, Region, Theme])
def test_every_name_exists_in_three_languages(programme, model):
    missing = [
        (row.slug, code) for row in model.objects.all() for code in LANGUAGES if not getattr(row, f"name_{code}")
    ]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_theme_has_at_least_eight_synonyms_in_each_language(programme, language):
    counts = [theme.synonyms.filter(language=language).count() for theme in Theme.objects.all()]

    assert min(counts) >= 8
    assert sum(counts) == ThemeSynonym.objects.filter(language=language).count()


def test_every_theme_has_goals_targets_and_a_purpose_code(programme):
    incomplete = [t.slug for t in Theme.objects.all() if not (t.sdg_goals and t.sdg_targets and len(t.dac_code) == 5)]

    assert incomplete == []


def test_population_figures_of_different_origin_are_kept_apart(programme):
    figures = Population.objects.filter(authority__slug="west-bani-zeid").best_first()

    assert [(figure.kind, figure.number) for figure in figures] == [("geonames", 5441), ("stated", 24000)]
    assert all(figure.source_url for figure in Population.objects.all())


def test_the_official_key_of_a_german_city_names_its_system(programme):
    key = AuthorityKey.objects.get(authority__slug="krefeld")

    assert (key.system, key.key) == ("AGS", "05114000")


def test_bani_zeid_al_sharqiya_became_two_authorities_at_an_unknown_time(programme):
    steps = Succession.objects.filter(predecessor__slug="bani-zeid-al-sharqiya")

    assert {step.successor.slug for step in steps} == {"aroura", "mazari-al-nubani"}
    assert {(step.kind, step.since) for step in steps} == {("split", None)}
    assert Authority.objects.get(slug="bani-zeid-al-sharqiya").is_former


def test_loading_again_changes_nothing(programme):
    before = LoadedRow.objects.count()

    assert set(load_municipalities().values()) == {0}
    assert LoadedRow.objects.count() == before


def test_loading_again_keeps_what_the_office_has_changed(programme):
    Authority.objects.filter(slug="krefeld").update(note_de="Vom Büro geändert")

    load_municipalities()

    assert Authority.objects.get(slug="krefeld").note_de == "Vom Büro geändert"
