"""Answers and requests in words, for pages, files and feeds."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jisr.matching.requests.answers import TEXTS, Step
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.states import AdministrationLanguage, Kind, PartnerKind, PartnerSize
from jisr.municipalities import choices
from jisr.partnerships.states import Form
from jisr.web.components import labels_of
from jisr.web.templatetags.jisr import partial_date

_CHOICES = {"preferred_form": Form, "partner_size": PartnerSize, "partner_kind": PartnerKind}


def spoken(name: str, value: Any) -> str:  # noqa: ANN401 - an answer of any kind
    """One answer in words; empty for one that was not given."""
    if name == "themes":
        names = dict(choices.themes())
        return "\n".join(
            f"{place}. {names.get(wish['slug'], wish['slug'])}" + (f": {wish['text']}" if wish.get("text") else "")
            for place, wish in enumerate(value or [], start=1)
        )
    if name == "languages":
        return spoken_languages(value or [])
    if name in _CHOICES:
        return labels_of(_CHOICES[name]).get(value or "", "") or (_("open") if name == "preferred_form" else "")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "expires_on" and value:
        return partial_date(date.fromisoformat(value))
    return "" if value is None else str(value)


def spoken_languages(codes: list[str]) -> str:
    labels = labels_of(AdministrationLanguage)
    return ", ".join(labels[code] for code in codes if code in labels)


_LABELS = {
    "population_stated": lambda: _("Inhabitants, as you count them"),
    "council_members": lambda: _("Members of the council"),
    "council_women": lambda: _("Women among them"),
    "languages": lambda: _("Languages of the administration"),
    "preferred_form": lambda: _("Preferred form"),
    "partner_size": lambda: _("Size of the partner"),
    "partner_kind": lambda: _("Kind of partner"),
    "is_public": lambda: _("Everybody may see our offer"),
    "consent": lambda: _("We agree that this text is published in three languages"),
    "expires_on": lambda: _("Valid until"),
    "themes": lambda: _("Themes"),
}


def label_of(name: str) -> str:
    return str(TEXTS[name]) if name in TEXTS else _LABELS[name]()


def answers_in_words(step: Step, answers: Mapping[str, Any], kind: str) -> list[tuple[str, str]]:
    """Label and words of each answer of one page."""
    names = [name for name in step.fields if name != "is_public" or kind == Kind.OFFER]
    return [(label_of(name), spoken(name, answers.get(name))) for name in names]


def facts_of(request: PartnershipRequest) -> list[tuple[str, str]]:
    """The short facts of a request that are known, as label and words."""
    council = ""
    if request.council_members is not None:
        council = str(request.council_members)
        if request.council_women is not None:
            council = _("%(members)s members, %(women)s of them women") % {
                "members": request.council_members,
                "women": request.council_women,
            }
    found = [
        (_("Council"), council),
        (_("Languages of the administration"), spoken_languages(request.languages)),
        (_("Preferred form"), labels_of(Form).get(request.preferred_form, "")),
        (_("Size of the partner"), request.partner_size and labels_of(PartnerSize)[request.partner_size]),
        (_("Kind of partner"), request.partner_kind and labels_of(PartnerKind)[request.partner_kind]),
        (_("Valid until"), partial_date(request.expires_on)),
    ]
    return [(label, value) for label, value in found if value]
