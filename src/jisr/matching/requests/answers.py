"""The answers that a draft is made of: the pages of the form, and how answers become columns, themes and texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.states import Kind

Text = str | Promise
Answers = Mapping[str, Any]

TEXTS: Final[dict[str, Text]] = {
    "profile": _("Who we are"),
    "economy": _("Economy"),
    "facilities": _("Facilities and associations"),
    "priorities": _("Priorities of our development plan"),
    "wishes": _("What we wish of a partner"),
    "partnerships": _("Existing partnerships"),
}
COLUMNS: Final = (
    "population_stated", "council_members", "council_women", "languages",
    "preferred_form", "partner_size", "partner_kind", "is_public",
)  # fmt: skip
THEME: Final = "theme:"
EMPTY: Final = (None, "", [])


@dataclass(frozen=True)
class Step:
    """One page of the form; ``needed`` must be filled before it can be submitted."""

    slug: str
    title: Text
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()
    lead: Text = ""


STEPS: Final = (
    Step(
        "profile",
        _("Who we are"),
        ("population_stated", "profile"),
        ("profile",),
        _("How many people live with you, where you lie and what makes your place what it is."),
    ),
    Step(
        "economy",
        _("Economy"),
        ("economy",),
        lead=_("What people live on, such as farming, trade, crafts, industry or tourism."),
    ),
    Step(
        "facilities",
        _("Facilities and associations"),
        ("facilities",),
        lead=_("Schools, clubs, museums, sports grounds: what a partner could meet."),
    ),
    Step("council", _("The council"), ("council_members", "council_women")),
    Step(
        "languages",
        _("Languages of the administration"),
        ("languages",),
        ("languages",),
        _("In which languages somebody in your administration can write and talk with a partner."),
    ),
    Step(
        "themes",
        pgettext_lazy("step of a request", "Themes"),
        ("themes",),
        ("themes",),
        _("What it is to be about, the most important theme first, each with a few words."),
    ),
    Step(
        "priorities",
        _("Priorities of our development plan"),
        ("priorities",),
        lead=_("What your strategic development and investment plan (SDIP) or your council has set first."),
    ),
    Step(
        "partner",
        _("The partner we would like"),
        ("preferred_form", "partner_size", "partner_kind", "wishes"),
    ),
    Step(
        "partnerships",
        _("Existing partnerships"),
        ("partnerships",),
        lead=_("With whom you work abroad already, and in which countries."),
    ),
    Step("publication", _("Publication"), ("is_public", "consent", "expires_on"), ("consent",)),
)
BY_SLUG: Final = {step.slug: step for step in STEPS}
STEP_OF: Final = {name: step for step in STEPS for name in step.fields}


def is_filled(answers: Answers, name: str) -> bool:
    if name == "consent":
        return bool(answers.get("consent")) or answers.get("is_public") is False
    return answers.get(name) not in EMPTY


def missing(answers: Answers) -> list[Step]:
    """The pages without which nothing can be submitted."""
    return [step for step in STEPS if not all(is_filled(answers, name) for name in step.needed)]


def texts_of(answers: Answers) -> dict[str, str]:
    """The long texts by key, those of themes too, without empty ones."""
    found = {key: answers.get(key) or "" for key in TEXTS}
    found |= {f"{THEME}{wish['slug']}": wish.get("text", "") for wish in answers.get("themes") or []}
    return {key: text for key, text in found.items() if text.strip()}


def write_columns(request: PartnershipRequest, answers: Answers) -> None:
    """Put the short answers into the columns of the request."""
    for name in COLUMNS:
        if name in answers:
            setattr(request, name, answers[name])
    if request.kind == Kind.REQUEST:
        request.is_public = True
    written = answers.get("expires_on")
    request.expires_on = date.fromisoformat(written) if written else None


def read_back(request: PartnershipRequest) -> dict[str, Any]:
    """The answers that a request was made of, for the next one of the same authority. Consent is asked anew."""
    found: dict[str, Any] = {name: getattr(request, name) for name in COLUMNS}
    texts = {row.key: row.text for row in request.texts.all() if row.is_original}
    found |= {key: texts.get(key, "") for key in TEXTS}
    wanted = request.wanted.select_related("theme")
    found["themes"] = [{"slug": row.theme.slug, "text": texts.get(f"{THEME}{row.theme.slug}", "")} for row in wanted]
    return found
