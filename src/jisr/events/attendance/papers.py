"""Badges and certificates on paper: what the sheets say, and who may read what is kept of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from jisr.documents import access, kinds
from jisr.documents.access import Place
from jisr.events.attendance.codes import in_groups, qr_svg
from jisr.events.attendance.models import BadgeCode, Certificate, in_reader_language
from jisr.events.attendance.policies import READ_CERTIFICATE
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.registration.states import Side
from jisr.kernel.dates import PartialDate, Precision
from jisr.kernel.policy import may
from jisr.web.context import LANGUAGE_NAMES
from jisr.web.structured_data import absolute
from jisr.web.templatetags.jisr import partial_date

SUBJECT: Final = "events.certificate"
CERTIFICATE: Final = "events.certificate"
LAYOUTS: Final = ("sheet", "single")
_OWN_FIRST: Final = {Side.GERMAN: ("de", "ar"), Side.PALESTINIAN: ("ar", "de"), Side.OTHER: ("en",)}
_ARABIC: Final = range(0x0590, 0x0900)


def register() -> None:
    kinds.declare(CERTIFICATE, gettext_lazy("certificate of attendance"))
    access.register(SUBJECT, _may_read, lambda _actor, _key: False, _place)


def _find(key: str) -> Certificate | None:
    rows = Certificate.objects.select_related("participant__authority", "edition")
    return rows.filter(pk=key).first() if key.isdecimal() else None


def _may_read(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    found = _find(key)
    return found is not None and may(actor, READ_CERTIFICATE, found)


def _place(key: str) -> Place | None:
    found = _find(key)
    return Place(found.number, found.get_absolute_url()) if found else None


def certificate_sheet(certificate: Certificate, language: str) -> dict[str, Any]:
    """What the PDF says, in one language."""
    with translation.override(language):
        person, address = certificate.participant, absolute(certificate.get_absolute_url())
        return {
            "title": _("Certificate of attendance"),
            "lead": _("The programme office of the German-Palestinian municipal partnerships certifies that"),
            "holder": certificate.holder_name,
            "holder_is_rtl": is_rtl(certificate.holder_name),
            "function": _joined(person.function_title, person.body.name if person.body else ""),
            "took_part": _("took part in the meeting"),
            "meeting": certificate.title,
            "facts": [{"label": label, "value": value} for label, value in _facts(certificate) if value],
            "proof": _(
                "This certificate is valid without a signature. Whoever scans the code or opens the address below sees "
                "whether it still holds."
            ),
            "address": address,
            "qr": qr_svg(address),
            "qr_alt": _("QR code that leads to the page on which this certificate is proved"),
        }


def _facts(certificate: Certificate) -> list[tuple[str, str]]:
    facts = certificate.facts
    hours = number_format(facts["hours"], decimal_pos=1 if facts["hours"] % 1 else 0)
    return [
        (_("When"), days_of(facts)),
        (_("Where"), certificate.place),
        (_("Days attended"), str(facts["days"]) if facts["days"] else ""),
        (_("Sessions attended"), str(facts["sessions"]) if facts["sessions"] else ""),
        (_("Hours of these sessions"), hours if facts["hours"] else ""),
        (_("Number"), certificate.number),
        (_("Code"), in_groups(certificate.code)),
        (_("Issued on"), date_format(certificate.issued_at.date(), "DATE_FORMAT")),
    ]


def days_of(facts: Mapping[str, Any]) -> str:
    """From when to when the meeting took place, in the reader's language."""
    start, end = (
        partial_date(PartialDate(date.fromisoformat(facts[name]), Precision(facts[f"{name}_precision"])))
        for name in ("start", "end")
    )
    return start if start == end else _("%(start)s to %(end)s") % {"start": start, "end": end}


def summary_of(facts: Mapping[str, Any]) -> str:
    """How much was attended, in words."""
    parts = [ngettext("%(number)s day", "%(number)s days", facts["days"]) % {"number": facts["days"]}]
    if facts["sessions"]:
        text = ngettext("%(number)s session", "%(number)s sessions", facts["sessions"])
        parts.append(text % {"number": facts["sessions"]})
    return pgettext("between items of a list", ", ").join(parts)


def badge_sheet(
    edition: Edition, people: Iterable[Participant], codes: Mapping[int, BadgeCode], *, language: str, layout: str
) -> dict[str, Any]:
    """What the badges say. Each speaks the languages of its side; ``layout``: several on a page, or one."""
    with translation.override(language):
        return {
            "title": _("Badges: %(meeting)s") % {"meeting": edition.title},
            "layout": layout if layout in LAYOUTS else LAYOUTS[0],
            "qr_alt": _("QR code for checking in"),
            "badges": [_badge(edition, person, codes[person.pk]) for person in people],
        }


def _badge(edition: Edition, person: Participant, code: BadgeCode) -> dict[str, Any]:
    first, *more = _OWN_FIRST[person.side]
    lines = [_text(person.function_title)] if person.function_title else []
    body = person.body
    if body is not None:
        names = dict.fromkeys(_named(body, language) for language in (first, *more))
        lines += [_text(name) for name in names if name]
    with translation.override(first):
        meeting, kind = edition.title, person.kind.name
    spoken = " · ".join(LANGUAGE_NAMES[code] for code in person.languages if code in LANGUAGE_NAMES)
    return {
        "meeting": _text(meeting),
        "name": _text(person.full_name),
        "lines": lines,
        "kind": _text(kind),
        "languages": _text(spoken),
        "code": in_groups(code.code),
        "qr": qr_svg(code.code),
    }


def _named(body: Any, language: str) -> str:  # noqa: ANN401 - an authority or an organisation
    with translation.override(language):
        return str(body.name)


def _text(text: str) -> dict[str, Any]:
    return {"text": text, "is_rtl": is_rtl(text)}


def is_rtl(text: str) -> bool:
    """Whether a name is written in Arabic letters: by the first letter that is one."""
    letters = (sign for sign in text if sign.isalpha())
    return ord(next(letters, "a")) in _ARABIC


def _joined(*parts: str) -> str:
    return pgettext("between items of a list", ", ").join(part for part in parts if part)


def title_of(certificate: Certificate) -> str:
    return in_reader_language(certificate.facts["title"])
