"""Splits and mergers of authorities: who became whom, and where each of their ties goes on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.kernel import trail
from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.desk.sheets import authority_changed
from jisr.municipalities.models import Authority, Succession
from jisr.municipalities.services.facts import Origin, note_sources
from jisr.municipalities.services.naming import free_slug

STAYS = "stays"
Text = str | Promise


@dataclass(frozen=True)
class Holding:
    """Something of a predecessor that may go on elsewhere, such as a tie. ``key`` is unique among all holdings."""

    key: str
    group: Text
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
class Names:
    """What an authority that has to be made is called."""

    de: str = ""
    en: str = ""
    ar: str = ""

    def columns(self) -> dict[str, str]:
        return {f"name_{language}": getattr(self, language) for language in LANGUAGES if getattr(self, language)}

    def __str__(self) -> str:
        return self.en or self.de or self.ar


@dataclass(frozen=True)
class Story:
    """What happened. ``successors`` are slugs of authorities, ``new`` are those that have to be made."""

    kind: str
    predecessors: Sequence[str]
    successors: Sequence[str]
    new: Sequence[Names]
    since: PartialDate | None
    source_url: str
    note: str = ""


def new_target(place: int) -> str:
    """How ``goes_to`` names a successor that has no address yet."""
    return f"new:{place}"


def find_named(name: str) -> list[Authority]:
    """Authorities with exactly this name, alias, key or address."""
    columns = ("slug", "name_de", "name_en", "name_ar", "aliases__name", "keys__key")
    wanted = Q()
    for column in columns:
        wanted |= Q(**{f"{column}__iexact": name})
    return list(Authority.objects.for_lists().filter(wanted).distinct().order_by("pk")[:10])


def check_story(story: Story, *, today: date) -> None:
    """Raise ``DomainError`` for a story that cannot be."""
    if story.since is not None and story.since.first > today:
        raise DomainError(_("This date lies in the future. Please write it down when it has come to pass."))
    if any(not names.columns() for names in story.new):
        raise DomainError(_("Each new authority needs a name."))
    if any(find_named(name) for names in story.new for name in names.columns().values()):
        raise DomainError(_("Meanwhile there is an authority of this name. Please begin again and choose it."))
    after = len(story.successors) + len(story.new)
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
def record_succession(story: Story, *, goes_to: Mapping[str, str], actor: Any, at: datetime) -> list[Authority]:  # noqa: ANN401
    """Write a split or merger down; return the successors.

    ``goes_to`` says for each holding's key the slug of a successor, its ``new_target``, or ``stays``. Raises
    ``Refused``, ``DomainError``.
    """
    authorize(actor, EDIT_FACTS)
    predecessors, successors = _lock(story, today=timezone.localdate(at))
    origin = Origin(source_url=story.source_url, note=story.note, as_of=story.since)
    for place, names in enumerate(story.new):
        successors[new_target(place)] = _new_authority(names, like=predecessors[0], origin=origin, actor=actor, at=at)
    for predecessor in predecessors:
        _end(predecessor, successors.values(), story, origin=origin, actor=actor, at=at)
        _move_holdings(predecessor, goes_to, successors, actor=actor)
    for predecessor in predecessors:
        changes = {
            "is_former": ["", "1"],
            "successors": ["", ", ".join(each.slug for each in successors.values())],
            "kind": ["", story.kind],
        }
        trail.record("municipalities.authority_succeeded", predecessor, actor=actor, changes=changes)
    for successor in successors.values():
        changes = {"predecessors": ["", ", ".join(story.predecessors)], "kind": ["", story.kind]}
        authority_changed(successor)
        trail.record("municipalities.authority_came_about", successor, actor=actor, changes=changes)
    return list(successors.values())


def _lock(story: Story, *, today: date) -> tuple[list[Authority], dict[str, Authority]]:
    named = [*story.predecessors, *story.successors]
    found = {
        row.slug: row for row in Authority.objects.select_for_update(no_key=True).filter(slug__in=named).order_by("pk")
    }
    if len(found) < len(set(named)):
        raise DomainError(_("One of these authorities no longer exists."))
    if any(found[slug].is_former for slug in story.predecessors):
        raise DomainError(_("One of the predecessors no longer exists already. Perhaps this was saved before."))
    if any(found[slug].is_former for slug in story.successors):
        raise DomainError(_("One of the successors no longer exists."))
    check_story(story, today=today)
    return [found[slug] for slug in story.predecessors], {slug: found[slug] for slug in story.successors}


def _move_holdings(
    predecessor: Authority,
    goes_to: Mapping[str, str],
    successors: Mapping[str, Authority],
    *,
    actor: Any,  # noqa: ANN401
) -> None:
    for holding in holdings_of(predecessor):
        target = goes_to.get(holding.key, STAYS)
        if target == STAYS:
            continue
        if target not in successors:
            raise DomainError(_("Something was to go to an authority that is not among the successors."))
        holding.move(successors[target], actor)


def _new_authority(names: Names, *, like: Authority, origin: Origin, actor: Any, at: datetime) -> Authority:  # noqa: ANN401
    columns = names.columns()
    authority: Authority = Authority.objects.create(
        slug=free_slug(Authority, names.en or names.de),
        kind=like.kind,
        country_id=like.country_id,
        region_id=like.region_id,
        **columns,
    )
    note_sources(authority, [*columns, "region"], origin=origin, actor=actor, at=at)
    changes = {"region": ["", str(like.region_id)]} | {name: ["", text] for name, text in columns.items()}
    trail.record("municipalities.authority_created", authority, actor=actor, changes=changes)
    return authority


def _end(
    predecessor: Authority,
    successors: Iterable[Authority],
    story: Story,
    *,
    origin: Origin,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    for successor in successors:
        step = Succession(predecessor=predecessor, successor=successor, kind=story.kind, source_url=story.source_url)
        step.since, step.note = story.since, story.note
        step.save()
    predecessor.is_former = True
    predecessor.save(update_fields=["is_former", "updated_at"])
    note_sources(predecessor, ["is_former"], origin=origin, actor=actor, at=at)
    authority_changed(predecessor)
