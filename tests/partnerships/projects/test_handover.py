"""Nothing that somebody typed is typed again for funding: each field of each page arrives in the handover."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.http import QueryDict

from jisr.partnerships.projects import answers
from jisr.partnerships.projects.forms import DayField, EuroField, MonthField, PageForm
from jisr.partnerships.projects.handover import VERSION, FundingHandover, NotReady, handover
from jisr.partnerships.projects.outline import PAGES
from jisr.partnerships.projects.services import move, save_answers
from jisr.partnerships.projects.states import State
from tests.factories.memberships import OrganisationFactory
from tests.factories.municipalities import ThemeFactory
from tests.factories.projects import JointProjectFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
NAMED = {  # choices, and figures that must fit together
    "original_language": "ar",
    "lead_side": "palestinian",
    "estimated_cost_cents": "900.00",
    "own_means_cents": "100.00",
    "start_on": "2031-01-01",
    "end_on": "2039-12-31",
}


class Typing:
    """Makes up something of its own for each field, and remembers how it must arrive."""

    def __init__(self):
        self.number = 0
        self.expected = {}

    def fill(self, name, field):
        self.number += 1
        if name in NAMED:
            self.expected[name] = _plain(name, NAMED[name])
            return NAMED[name]
        typed, arrives = self._made_up(name, field)
        self.expected[name] = arrives
        return typed

    def _made_up(self, name, field):  # noqa: PLR0911 - one kind of field after another
        if isinstance(field, MonthField):
            return f"20{30 + self.number % 60}-0{1 + self.number % 9}", date(
                2030 + self.number % 60, 1 + self.number % 9, 1
            )
        if isinstance(field, DayField):
            day = date(2032, 1, 1) + timedelta(days=self.number)
            return day.isoformat(), day
        if isinstance(field, EuroField):  # lines of one kind add up to its total
            return ("100.00", 10_000) if name.startswith("money_2") else ("900.00", 90_000)
        if isinstance(field, forms.MultipleChoiceField):
            theme = ThemeFactory()
            return [theme.slug], theme.slug
        if isinstance(field, forms.ChoiceField) and name.endswith("organisation"):
            organisation = OrganisationFactory()
            return str(organisation.public_id), str(organisation.public_id)
        if isinstance(field, forms.ChoiceField) and name.endswith("kind"):
            return ("own", None) if name.startswith("money_2") else ("cost", None)  # told by the list it arrives in
        if isinstance(field, forms.URLField):
            return f"https://plan.example/{self.number}", f"https://plan.example/{self.number}"
        assert type(field) is forms.CharField, f"say what is typed into {name}, and hand it over"
        return f"text {self.number} {name}"[:20], f"text {self.number} {name}"[:20]


def _plain(name, text):
    if name.endswith("_cents"):
        return round(float(text) * 100)
    return date.fromisoformat(text) if name.endswith("_on") else text


def typed_and_ready(project, adviser):
    """Type something into each field of each page, of each list one line (two of the estimate), and get it ready."""
    made_up = Typing()
    for page in PAGES:
        blank = PageForm(page=page, answers={}, state=State.RUNNING)
        data = QueryDict(mutable=True)
        lines = ("_1_", "_2_") if page.slug == "money" else ("_1_",)
        for name, field in blank.fields.items():
            if any(sign.isdecimal() for sign in name) and not any(line in name for line in lines):
                continue
            value = made_up.fill(name, field)
            data.setlist(name, value if isinstance(value, list) else [value])
        form = PageForm(data, page=page, answers={}, state=State.RUNNING)
        assert form.is_valid(), form.errors
        save_answers(project.pk, form.cleaned(), seen=project.stamps, actor=adviser, at=NOW)
    move(project.pk, "develop", actor=adviser, at=NOW)
    move(project.pk, "get_ready", actor=adviser, at=NOW)
    project.refresh_from_db()
    return made_up.expected


def leaves(value):
    """All values of a handover, however deep."""
    if dataclasses.is_dataclass(value):
        value = [getattr(value, field.name) for field in dataclasses.fields(value)]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [leaf for part in value for leaf in leaves(part)]
    return [value]


def test_each_field_of_the_form_arrives(project, people):
    expected = typed_and_ready(project, people.adviser)

    found = leaves(handover(project))

    assert len(expected) > 35
    assert {name: value for name, value in expected.items() if value is not None and value not in found} == {}


def test_each_answer_has_its_place_and_kind(project, people):
    typed_and_ready(project, people.adviser)

    told = handover(project)

    assert (told.version, told.project, told.tie) == (VERSION, str(project.public_id), project.tie.slug)
    assert told.ready_on == date(2026, 11, 22)
    assert set(told.title) == set(told.summary) == {"de", "en", "ar"}
    assert (told.german.slug, told.german.leads) == (project.tie.german.slug, False)
    assert (told.palestinian.slug, told.palestinian.country, told.palestinian.leads) == (
        *(project.tie.palestinian.slug, "PS"),
        True,
    )
    assert ([line.amount_cents for line in told.costs], [line.amount_cents for line in told.own_means]) == (
        [90_000],
        [10_000],
    )


def test_a_handover_does_not_change_any_more(project, people):
    typed_and_ready(project, people.adviser)
    told = handover(project)

    with pytest.raises(dataclasses.FrozenInstanceError):
        told.need = "other"
    answers.write(project, {"need": "other"})
    assert told.need != "other"


def test_the_version_goes_up_with_the_fields():
    """Whoever changes the fields reads this: raise ``VERSION``, then write the new list down here."""
    assert (VERSION, [field.name for field in dataclasses.fields(FundingHandover)]) == (
        1,
        [
            *("version", "project", "tie", "ready_on", "original_language", "title", "summary", "themes", "need"),
            *("sdip_period", "sdip_project", "sdip_url", "planned", "steps", "lead_side", "german", "palestinian"),
            *("partners", "results", "start_on", "end_on", "estimated_cost_cents", "own_means_cents", "costs"),
            "own_means",
        ],
    )


@pytest.mark.parametrize("state", [state for state in State if state != State.READY])
def test_nothing_else_is_handed_over(state):
    with pytest.raises(NotReady):
        handover(JointProjectFactory(state=state))
