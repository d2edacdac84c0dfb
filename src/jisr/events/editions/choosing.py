"""Which authorities an invitation is for: questions whose answers narrow all authorities down.

Parts above register questions of their own, such as who took part before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition, Invitation
from jisr.events.editions.states import ALTERNATING
from jisr.municipalities import choices
from jisr.municipalities.models import Authority, Country
from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Status

Text = str | Promise
Rows = QuerySet[Authority]
NO_TIE = "none"
OVER = (Status.EXPIRED, Status.ENDED)


@dataclass(frozen=True)
class Question:
    """One filter. ``narrow(rows, value, edition)`` leaves the authorities that fit the answer."""

    name: str
    label: Text
    choices: Callable[[], Sequence[tuple[str, Text]]]
    narrow: Callable[[Rows, str, Edition], Rows]
    place: int


_more: dict[str, Question] = {}


def register(
    name: str,
    label: Text,
    choices_of: Callable[[], Sequence[tuple[str, Text]]],
    narrow: Callable[[Rows, str, Edition], Rows],
    *,
    place: int,
) -> None:
    """Add a question. Registering a name again replaces it."""
    _more[name] = Question(name, label, choices_of, narrow, place)


def _countries() -> list[tuple[str, Text]]:
    return [(row.code, row.name) for row in Country.objects.filter(code__in=ALTERNATING).order_by("code")]


def _ties() -> list[tuple[str, Text]]:
    return [*Status.choices, (NO_TIE, gettext("no partnership at the moment"))]


def _kept(rows: Rows, _value: str, _edition: Edition) -> Rows:
    """Ties are narrowed together: a theme is asked of the very tie that has the status."""
    return rows


def _invited() -> list[tuple[str, Text]]:
    return [("no", gettext("not yet")), ("yes", gettext("already"))]


def _by_invitation(rows: Rows, value: str, edition: Edition) -> Rows:
    invited = Q(pk__in=Invitation.objects.filter(round__edition=edition).values("authority"))
    return rows.filter(invited) if value == "yes" else rows.exclude(invited)


OWN = (
    Question("country", _("Country"), _countries, lambda rows, value, _edition: rows.filter(country=value), 10),
    Question(
        "region",
        _("Land or governorate"),
        choices.regions,
        lambda rows, value, _edition: rows.filter(region__slug=value),
        20,
    ),
    Question("tie", pgettext_lazy("filter", "Partnership"), _ties, _kept, 30),
    Question("invited", _("Invited to this meeting"), _invited, _by_invitation, 60),
    Question("theme", _("Theme of a partnership"), choices.themes, _kept, 40),
)


def questions() -> list[Question]:
    return sorted([*OWN, *_more.values()], key=lambda question: question.place)


def known(answers: Mapping[str, Any]) -> dict[str, str]:
    """The answers that the questions know; nonsense is left out."""
    found = {}
    for question in questions():
        value = str(answers.get(question.name) or "")
        if value and value in {key for key, _label in question.choices()}:
            found[question.name] = value
    return found


def in_words(answers: Mapping[str, str]) -> list[tuple[Text, Text]]:
    """The answers as pairs of what was asked and what was answered."""
    return [
        (question.label, dict(question.choices()).get(answers[question.name], answers[question.name]))
        for question in questions()
        if answers.get(question.name)
    ]


def fitting(edition: Edition, answers: Mapping[str, str]) -> Rows:
    """The authorities of today that fit all answers, by country and name."""
    rows = Authority.objects.filter(is_former=False, country__in=ALTERNATING)
    for question in questions():
        if answers.get(question.name):
            rows = question.narrow(rows, answers[question.name], edition)
    return _with_ties(rows, answers.get("tie", ""), answers.get("theme", "")).order_by("country", "name", "pk")


def _with_ties(rows: Rows, status: str, theme: str) -> Rows:
    ties = Partnership.objects.all()
    if status == NO_TIE:
        rows = rows.exclude(_in(ties.exclude(status__in=OVER)))
    elif status:
        ties = ties.filter(status=status)
    if theme:
        ties = ties.filter(themes__slug=theme)
    return rows.filter(_in(ties)) if theme or status not in ("", NO_TIE) else rows


def _in(ties: QuerySet[Partnership]) -> Q:
    return Q(pk__in=ties.values("german")) | Q(pk__in=ties.values("palestinian"))
