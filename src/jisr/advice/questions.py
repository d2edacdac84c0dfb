"""The questions of the support check: seven closed choices, asked one at a time."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


class Question(NamedTuple):
    """One question. ``short`` names it in the list of answers."""

    name: str
    short: Text
    text: Text
    hint: Text
    choices: tuple[tuple[str, Text], ...]


NOT_YET = ("open", _("We do not know yet"))

QUESTIONS = (
    Question(
        "side",
        _("Who you are"),
        _("For whom are you asking?"),
        "",
        (
            ("german", _("a German municipality, town or district")),
            ("palestinian", _("a Palestinian municipality or village council")),
            ("company", _("a municipal utility or enterprise")),
            ("society", _("an association, a school or a group of citizens")),
            ("open", _("somebody else")),
        ),
    ),
    Question(
        "stage",
        _("Where you stand"),
        _("How far is your partnership?"),
        "",
        (
            ("none", _("We have no contact on the other side yet")),
            ("contact", _("We know each other, nothing is signed")),
            ("signed", _("We have an agreement or a partnership")),
            ("experienced", _("We have run a larger funded project together")),
            NOT_YET,
        ),
    ),
    Question(
        "aim",
        _("What you want"),
        _("What do you want to do next?"),
        "",
        (
            ("learn", _("get advice and information")),
            ("meet", _("meet others and exchange experience")),
            ("partner", _("find a partner")),
            ("project", _("carry out a project together")),
            ("people", _("bring in an expert or more staff")),
            ("educate", _("inform and educate people at home")),
            NOT_YET,
        ),
    ),
    Question(
        "theme",
        _("Theme"),
        _("What is it mainly about?"),
        "",
        (
            ("services", _("water, waste, energy and other services of general interest")),
            ("governance", _("administration, participation and local governance")),
            ("climate", _("climate protection or adaptation")),
            ("other", _("culture, youth, sport or another theme")),
            NOT_YET,
        ),
    ),
    Question(
        "money",
        _("Money"),
        _("How much money do you need from outside?"),
        _("In euros, for the whole plan."),
        (
            ("none", _("none")),
            ("small", _("up to 20,000 euros")),
            ("medium", _("20,000 to 50,000 euros")),
            ("large", _("50,000 to 100,000 euros")),
            ("larger", _("100,000 to 250,000 euros")),
            ("largest", _("250,000 to 500,000 euros")),
            NOT_YET,
        ),
    ),
    Question(
        "share",
        _("Own share"),
        _("Can you bring in at least 10 percent yourselves?"),
        _("From your own budget or from third parties, such as your federal state. Work in kind does not count."),
        (("yes", pgettext_lazy("own share", "yes")), ("no", pgettext_lazy("own share", "no")), NOT_YET),
    ),
    Question(
        "time",
        _("Time"),
        _("How long should it run?"),
        "",
        (
            ("short", _("up to 12 months")),
            ("two", _("13 to 24 months")),
            ("three", _("25 to 36 months")),
            ("long", _("longer than 36 months")),
            NOT_YET,
        ),
    ),
)
BY_NAME = {question.name: question for question in QUESTIONS}


def read_answers(parameters: Mapping[str, str]) -> dict[str, str]:
    """The answers in an address, in the order of the questions; what no question offers is left out."""
    found = {}
    for question in QUESTIONS:
        given = parameters.get(question.name, "")
        if given in {value for value, _label in question.choices}:
            found[question.name] = given
    return found
