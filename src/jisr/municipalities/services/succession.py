"""Splits and mergers of authorities: who became whom, and where each of their ties goes on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jisr.kernel import trail
from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.desk.sheets import authority_changed
from jisr.municipalities.models import Authority, FormerSlug, Succession
from jisr.municipalities.services.facts import Origin, note_sources

STAYS = "stays"


@dataclass(frozen=True)
class Holding:
    """Something of a predecessor that may go on elsewhere, such as a tie. ``key`` is unique among all holdings."""

    key: str
    label: str
    move: Callable[[Authority, Any], None]


Provider = Callable[[Authority], list[Holding]]
_providers: dict[str, Provider] = {}


def register_holdings(name: str, provider: Provider) -> None:
    """Let the wizard ask where ``provider(predecessor)``'s holdings go on. ``move(successor, actor)`` moves one."""
    _providers[name] = provider


def holdings_of(authority: Authority) -> list[Holding]:
    return [holding for _name, provider in sorted(_providers.items()) for holding in provider(authority)]


@dataclass(frozen=True)
class Story:
    """What happened. ``successors`` are slugs of authorities, ``new_names`` those that have to be made."""

    kind: str
    predecessors: Sequence[str]
    successors: Sequence[str]
    new_names: Sequence[str]
    since: PartialDate | None
    source_url: str
    note: str = ""


def find_named(name: str) -> list[Authority]:
    """Authorities with exactly this name, alias, key or address."""
    columns = ("slug", "name_de", "name_en", "name_ar", "aliases__name", "keys__key")
    wanted = Q()
    for column in columns:
        wanted |= Q(**{f"{column}__iexact": name})
    return list(Authority.objects.for_lists().filter(wanted).distinct().order_by("pk")[:10])


def free_slug(name: str, *, code: str = "") -> str:
    """An address that no authority has or had."""
    base = (slugify(name) or slugify(code) or "authority")[:70]
    slug, place = base, 2
    while (
        Authority.objects.filter(slug=slug).exists()
        or FormerSlug.objects.filter(subject_type=Authority._meta.label_lower, slug=slug).exists()
    ):
        slug, place = f"{base}-{place}", place + 1
    return slug


def check_story(story: Story) -> None:
    """Raise ``DomainError`` for a story that cannot be."""
    after = len(story.successors) + len(story.new_names)
    if story.kind == Succession.Kind.SPLIT and (len(story.predecessors) != 1 or after < 2):  # noqa: PLR2004 - into two
        raise DomainError(_("A split has one predecessor and at least two successors."))
    if story.kind == Succession.Kind.MERGER and (not story.predecessors or after != 1):
        raise DomainError(_("A merger has at least one predecessor and exactly one successor."))
    if set(story.predecessors) & set(story.successors):
        raise DomainError(_("An authority cannot be its own successor."))
    if len(set(story.predecessors)) + len(set(story.successors)) != len(story.predecessors) + len(story.successors):
        raise DomainError(_("An authority is named twice."))
    countries = set(
        Authority.objects.filter(slug__in=[*story.predecessors, *story.successors]).values_list("country", flat=True)
    )
    if len(countries) > 1:
        raise DomainError(_("These authorities lie in different countries."))


@transaction.atomic
def record_succession(story: Story, *, goes_to: Mapping[str, str], actor: Any, at: Any) -> list[Authority]:  # noqa: ANN401
    """Write a split or merger down; return the successors.

    ``goes_to`` says for each holding's key the slug (or new name) of a successor, or ``stays``. Raises ``Refused``,
    ``DomainError``.
    """
    authorize(actor, EDIT_FACTS)
    check_story(story)
    named = [*story.predecessors, *story.successors]
    found = {row.slug: row for row in Authority.objects.select_for_update().filter(slug__in=named).order_by("pk")}
    if len(found) < len(named):
        raise DomainError(_("One of these authorities no longer exists."))
    predecessors = [found[slug] for slug in story.predecessors]
    if any(predecessor.is_former for predecessor in predecessors):
        raise DomainError(_("One of the predecessors no longer exists already. Perhaps this was saved before."))
    origin = Origin(source_url=story.source_url, note=story.note, as_of=story.since)
    successors = {slug: found[slug] for slug in story.successors}
    for name in story.new_names:
        successors[name] = _new_authority(name, like=predecessors[0], origin=origin, actor=actor, at=at)
    for predecessor in predecessors:
        _end(predecessor, successors.values(), story, origin=origin, actor=actor, at=at)
        for holding in holdings_of(predecessor):
            target = goes_to.get(holding.key, STAYS)
            if target != STAYS:
                holding.move(successors[target], actor)
    for predecessor in predecessors:
        changes = {
            "is_former": ["", "1"],
            "successors": ["", ", ".join(each.slug for each in successors.values())],
            "kind": ["", story.kind],
        }
        trail.record("municipalities.authority_succeeded", predecessor, actor=actor, changes=changes)
    return list(successors.values())


def _new_authority(name: str, *, like: Authority, origin: Origin, actor: Any, at: Any) -> Authority:  # noqa: ANN401
    if find_named(name):
        raise DomainError(_("Meanwhile there is an authority of this name. Please begin again and choose it."))
    authority: Authority = Authority.objects.create(
        slug=free_slug(name), name_en=name, kind=like.kind, country_id=like.country_id, region_id=like.region_id
    )
    note_sources(authority, ["name_en", "region"], origin=origin, actor=actor, at=at)
    authority_changed(authority)
    changes = {"name_en": ["", name], "region": ["", str(like.region_id)]}
    trail.record("municipalities.authority_created", authority, actor=actor, changes=changes)
    return authority


def _end(predecessor: Authority, successors: Any, story: Story, *, origin: Origin, actor: Any, at: Any) -> None:  # noqa: ANN401
    for successor in successors:
        Succession.objects.create(
            predecessor=predecessor,
            successor=successor,
            kind=story.kind,
            since_on=story.since.first if story.since else None,
            since_precision=story.since.precision if story.since else "",
            note_en=story.note,
            source_url=story.source_url,
        )
    Authority.objects.filter(pk=predecessor.pk).update(is_former=True)
    note_sources(predecessor, ["is_former"], origin=origin, actor=actor, at=at)
    predecessor.refresh_from_db()
    authority_changed(predecessor)
