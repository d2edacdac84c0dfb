"""The ties of the programme as they are loaded."""

from datetime import date

import pytest

from jisr.kernel.dates import PartialDate
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.programme import load_municipalities
from jisr.partnerships.models import Milestone, Partnership, Project
from jisr.partnerships.programme import load_partnerships

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def programme(module_transaction):
    load_municipalities()
    return load_partnerships()


def test_no_tie_of_the_programme_is_hidden(programme):
    assert not Partnership.objects.filter(is_public=False).exists()


def test_nineteen_ties_of_three_forms(programme):
    forms = list(Partnership.objects.values_list("form", flat=True))

    assert len(forms) == 19
    assert {form: forms.count(form) for form in set(forms)} == {
        "partnerschaft": 5,
        "freundschaft": 1,
        "projektpartnerschaft": 13,
    }


@pytest.mark.parametrize(
    ("slug", "since"),
    [
        ("koeln--bethlehem", "1996-03-12"),
        ("nuernberg--nablus", "2015-05"),
        ("mannheim--hebron", "2013"),
        ("moers--beitunia", None),
    ],
)
def test_since_has_the_precision_that_is_known(programme, slug, since):
    tie = Partnership.objects.get(slug=slug)

    assert (tie.since and str(tie.since)) == since


def test_krefeld_has_three_expired_ties_with_their_source(programme):
    ties = Partnership.objects.filter(german__slug="krefeld")

    assert {(tie.status, tie.status_date) for tie in ties} == {("expired", PartialDate.parse("2024-02"))}
    assert len(ties) == 3
    assert all(tie.status_source_url for tie in ties)


def test_every_tie_has_a_history_and_sources(programme):
    assert [tie.slug for tie in Partnership.objects.filter(milestones=None)] == []
    assert [tie.slug for tie in Partnership.objects.filter(sources=None)] == []


@pytest.mark.parametrize("model", [Milestone, Project])
def test_every_text_exists_in_three_languages(programme, model):
    missing = [(row.pk, code) for row in model.objects.all() for code in LANGUAGES if not getattr(row, f"text_{code}")]

    assert missing == []


def test_the_council_path_of_bruehl_is_told_step_by_step(programme):
    steps = Milestone.objects.filter(partnership__slug="bruehl--battir", happened_on__lt=date(2019, 3, 1))

    assert [str(step.happened) for step in steps] == [
        "2018-08-20",
        "2018-09-13",
        "2018-10-08",
        "2018-10-29",
        "2019-02-11",
    ]


def test_loading_again_changes_nothing_and_keeps_edits(programme):
    Partnership.objects.filter(slug="koeln--bethlehem").update(status_note_de="Vom Büro geändert")

    assert set(load_partnerships().values()) == {0}
    assert Partnership.objects.get(slug="koeln--bethlehem").status_note_de == "Vom Büro geändert"
