"""What a follow-up may be linked to: partnerships, requests, joint projects; shown to those who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.events.results.models import FollowUp
from jisr.events.results.states import Link
from jisr.matching.requests.models import PartnershipRequest
from jisr.municipalities.models import Authority
from jisr.partnerships.models import Partnership
from jisr.partnerships.projects.models import JointProject

MOST = 50


@dataclass(frozen=True)
class Linked:
    """A thing that a follow-up belongs to, for a reader who may see it."""

    kind: str
    label: str
    url: str


def linked(follow_up: FollowUp, actor: Any) -> Linked | None:  # noqa: ANN401 - a person or nobody
    """What it is linked to; nothing for a reader who may not see that, and for what is gone."""
    kind, key = follow_up.link_kind, follow_up.link_key
    if not kind:
        return None
    row = _rows(kind, actor).filter(**{_key(kind): key}).first()
    return Linked(str(Link(kind).label), str(row), _url(kind, row)) if row is not None else None


def _rows(kind: str, actor: Any) -> Any:  # noqa: ANN401 - rows of one of three models
    if kind == Link.TIE:
        return Partnership.objects.visible_to(actor).select_related("german", "palestinian")
    if kind == Link.PROJECT:
        return JointProject.objects.visible_to(actor).with_tie()
    return PartnershipRequest.objects.visible_to(actor).select_related("authority")


def _key(kind: str) -> str:
    return "slug" if kind == Link.TIE else "public_id"


def _url(kind: str, row: Any) -> str:  # noqa: ANN401
    return reverse("ties:tie", args=[row.slug]) if kind == Link.TIE else str(row.get_absolute_url())


def choices(follow_up: FollowUp, actor: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """What the authorities of a follow-up have in common with others, as far as the actor sees it."""
    bodies = [body for body in (follow_up.authority, follow_up.counterpart) if body is not None]
    found: list[tuple[str, str]] = []
    for body in bodies:
        ties = _rows(Link.TIE, actor).of(body).order_by("pk")[:MOST]
        requests = _rows(Link.REQUEST, actor).filter(authority=body).order_by("-pk")[:MOST]
        projects = _rows(Link.PROJECT, actor).filter(tie__in=Partnership.objects.of(body)).order_by("-pk")[:MOST]
        found += _named(Link.TIE, ties)
        found += _named(Link.REQUEST, requests)
        found += _named(Link.PROJECT, projects)
    return list(dict.fromkeys(found))


def _named(kind: Link, rows: Iterable[Any]) -> list[tuple[str, str]]:
    pattern = _("%(kind)s: %(name)s")
    return [
        (f"{kind.value}:{getattr(row, _key(kind))}", str(pattern) % {"kind": kind.label, "name": str(row)})
        for row in rows
    ]


def other_authority(kind: str, key: str, own: Authority) -> Authority | None:
    """The other side of the partnership that something belongs to."""
    tie: Partnership | None = None
    if kind == Link.TIE:
        tie = Partnership.objects.select_related("german", "palestinian").filter(slug=key).first()
    elif kind == Link.PROJECT:
        project = JointProject.objects.with_tie().filter(public_id=key).first()
        tie = project.tie if project is not None else None
    if tie is None or own not in (tie.german, tie.palestinian):
        return None
    other: Authority = tie.palestinian if own == tie.german else tie.german
    return other


def of_tie(tie: Partnership) -> list[str]:
    """The keys of the joint projects of a tie."""
    return [str(key) for key in JointProject.objects.filter(tie=tie).values_list("public_id", flat=True)]
