"""Makes one entry of two for the same authority or organisation: says what would move, asks what it cannot know.

Every room with a key to them registers it here. A relation that nobody registered refuses the merge, so that nothing
is lost when a room forgets.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.documents.models import Document
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.desk.sheets import AUTHORITY_SHEET, ORGANISATION_SHEET, authority_changed
from jisr.municipalities.models import Authority, FactSource, FormerSlug, Membership, Organisation
from jisr.municipalities.search import AUTHORITY
from jisr.municipalities.services.facts import Sheet, version_of
from jisr.municipalities.services.telling import tell_of_merge
from jisr.municipalities.states import LIVE
from jisr.search import services as search

Absorb = Callable[[Any, Any], None]
Body = Authority | Organisation
COORDINATES = ("latitude", "longitude")  # one without the other is no place
NEVER_UNASKED = ("is_former",)  # a yes would stand against an empty no


@dataclass(frozen=True)
class Mergeable:
    """What can be doubled: ``key`` stands in addresses, ``why_not`` knows pairs that are two, ``changed`` tells others.

    ``gone`` gets the key of the one that was deleted.
    """

    sheet: Sheet
    key: str
    why_not: Callable[[Any, Any], str | Promise]
    changed: Callable[[Any], None] = lambda _row: None
    gone: Callable[[str], None] = lambda _key: None

    @property
    def model(self) -> type[models.Model]:
        return self.sheet.model

    def key_of(self, row: Body) -> str:
        return str(getattr(row, self.key))


@dataclass(frozen=True)
class Part:
    """A key to authorities or organisations.

    Rows with equal ``same`` columns cannot both stay; ``asks`` lets a person choose which.
    """

    label: str
    field: str
    same: Sequence[str] = ()
    asks: bool = False
    absorb: Absorb | None = None
    counts: Callable[[Any], bool] = lambda _row: True

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def target(self) -> Any:  # noqa: ANN401 - the model that it leads to
        return self.model._meta.get_field(self.field).related_model

    def rows(self, body: Body) -> list[Any]:
        return list(self.model._default_manager.filter(**{self.field: body}).order_by("pk"))

    def key(self, row: models.Model) -> tuple[Any, ...] | None:
        """What may exist once for a body; ``None`` if any number may."""
        if not self.is_limited or not self.counts(row):
            return None
        return tuple(getattr(row, name) for name in self.same)

    @property
    def is_limited(self) -> bool:
        """Whether a body may have only one row, or one of each key."""
        return bool(self.same) or bool(getattr(self.model._meta.get_field(self.field), "unique", False))


@dataclass(frozen=True)
class Double:
    """Two rows of which one stays: of the survivor (``ours``) and of the duplicate (``theirs``)."""

    part: Part
    ours: Any
    theirs: Any

    @property
    def name(self) -> str:
        return f"keep-{self.part.name}-{self.theirs.pk}"


@dataclass(frozen=True)
class Difference:
    """One fact on which the two differ; ``usual`` is the side that is taken without an answer."""

    name: str
    ours: str
    theirs: str
    columns: Sequence[str]
    usual: str = "ours"

    @property
    def choice(self) -> str:
        return f"fact-{self.name}"


@dataclass
class Plan:
    """What a merge would do. ``version`` changes with anything that the plan shows."""

    survivor: Any
    duplicate: Any
    differences: list[Difference] = field(default_factory=list)
    moves: list[tuple[Part, Any]] = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)
    reason: str | Promise = ""
    version: str = ""

    @property
    def kind(self) -> Mergeable:
        return kind_of(self.survivor)

    @property
    def questions(self) -> list[Double]:
        return [double for double in self.doubles if double.part.asks]


_parts: dict[str, Part] = {}


def register(label: str, field_name: str, **rules: Any) -> None:  # noqa: ANN401 - the fields of ``Part``
    """Let ``label`` (``"app.Model"``) take part by its key ``field_name``.

    ``same``: columns that with the key are unique, for rows that ``counts`` says yes to. ``asks``: a person chooses
    which of two stays. ``absorb(kept, dropped)`` saves what hangs on a row that goes.
    """
    _parts[f"{label}.{field_name}"] = Part(label, field_name, **rules)


def unregistered() -> list[str]:
    """Relations to what can be doubled that no room has registered."""
    known = {part.name for part in _parts.values()}
    return [name for name in _relations() if name not in known]


def _relations() -> list[str]:
    """All keys to what can be doubled, those without a name on this side too."""
    names = set()
    for model in apps.get_models(include_auto_created=True):
        for key in model._meta.local_fields:
            if isinstance(key, models.ForeignKey) and key.related_model in _kinds():
                names.add(f"{model._meta.label_lower}.{key.name}")
    return sorted(names)


def plan_merge(survivor: Body, duplicate: Body) -> Plan:
    """Look at both and say what would happen, or why it cannot."""
    kind = kind_of(survivor)
    plan = Plan(survivor, duplicate, reason=_why_not(kind, survivor, duplicate))
    ours, theirs = kind.sheet.read(survivor), kind.sheet.read(duplicate)
    plan.differences = list(_differences(kind.sheet, ours, theirs))
    for part in (part for part in _parts.values() if part.target is kind.model):
        kept = {part.key(row): row for row in part.rows(survivor)} if part.is_limited else {}
        for row in part.rows(duplicate):
            if part.key(row) is not None and part.key(row) in kept:
                plan.doubles.append(Double(part, kept[part.key(row)], row))
            else:
                plan.moves.append((part, row))
    seen = [f"{part.name} {row.pk} {row}" for part, row in plan.moves]
    seen += [f"{double.name} {double.ours} {double.theirs}" for double in plan.doubles]
    plan.version = version_of({**ours, **{f"{name} ": text for name, text in theirs.items()}, "rows": "|".join(seen)})
    return plan


def _differences(sheet: Sheet, ours: Mapping[str, str], theirs: Mapping[str, str]) -> Iterator[Difference]:
    groups: dict[str, Sequence[str]] = {name: (name,) for name in sheet.columns if name not in COORDINATES}
    if set(COORDINATES) <= set(sheet.columns):
        groups["coordinates"] = COORDINATES
    for name, columns in groups.items():
        mine, other = (", ".join(filter(None, (side[column] for column in columns))) for side in (ours, theirs))
        if other and mine != other:
            usual = "ours" if mine or name in NEVER_UNASKED else "theirs"
            yield Difference(name, mine, other, columns, usual)


def _why_not(kind: Mergeable, survivor: Body, duplicate: Body) -> str | Promise:
    if reason := kind.why_not(survivor, duplicate):
        return reason
    if unregistered():
        return _("Some records cannot be moved yet. Please tell the administrator.")
    return ""


def _authorities_are_two(survivor: Authority, duplicate: Authority) -> str | Promise:
    if survivor.pk == duplicate.pk:
        return _("This is the same authority.")
    if survivor.country_id != duplicate.country_id:
        return _("The two lie in different countries, so they cannot be the same authority.")
    if survivor.steps().filter(predecessor__in=[duplicate, survivor], successor__in=[duplicate, survivor]).exists():
        return _("One of them is the successor of the other. They are not the same authority.")
    return ""


def _organisations_are_two(survivor: Organisation, duplicate: Organisation) -> str | Promise:
    if survivor.pk == duplicate.pk:
        return _("This is the same organisation.")
    if survivor.country_id != duplicate.country_id:
        return _("The two are at home in different countries, so they cannot be the same organisation.")
    return ""


AUTHORITIES = Mergeable(
    AUTHORITY_SHEET, "slug", _authorities_are_two, authority_changed, lambda slug: search.remove(AUTHORITY, slug)
)
ORGANISATIONS = Mergeable(ORGANISATION_SHEET, "public_id", _organisations_are_two)


def _kinds() -> dict[type[models.Model], Mergeable]:
    return {kind.model: kind for kind in (AUTHORITIES, ORGANISATIONS)}


def kind_of(row: Body) -> Mergeable:
    return _kinds()[type(row)]


def merge_authorities(survivor_pk: int, duplicate_pk: int, **how: Any) -> Authority:  # noqa: ANN401 - as ``merge``
    """``merge`` for authorities."""
    merged: Authority = merge(AUTHORITIES, survivor_pk, duplicate_pk, **how)
    return merged


@transaction.atomic
def merge(
    kind: Mergeable,
    survivor_pk: int,
    duplicate_pk: int,
    *,
    choices: Mapping[str, str],
    version: str,
    actor: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401 - the survivor, of the kind's model
    """Move all that hangs on the duplicate to the survivor and delete it; its address leads to the survivor.

    ``choices`` answers ``theirs`` for each fact or double of which the duplicate's side stays; a question of the plan
    without an answer is refused. Raises ``Refused``, ``DomainError``.
    """
    both = kind.model._default_manager.select_for_update(no_key=True).filter(pk__in=[survivor_pk, duplicate_pk])
    pair: dict[int, Any] = {
        row.pk: row for row in both.order_by("pk")
    }  # in one order, so that two merges never wait for each other
    if len(pair) < len({survivor_pk, duplicate_pk}):
        raise DomainError(_("One of the two no longer exists. Perhaps they have been merged already."))
    survivor, duplicate = pair[survivor_pk], pair[duplicate_pk]
    authorize(actor, EDIT_FACTS, survivor)
    plan = plan_merge(survivor, duplicate)
    if plan.reason:
        raise DomainError(plan.reason)
    if plan.version != version:
        raise DomainError(_("One of the two has changed meanwhile. Please look at the differences again."))
    if any(choices.get(double.name) not in ("ours", "theirs") for double in plan.questions):
        raise DomainError(_("Please say for each question which one stays."))
    people = _members_of(duplicate)
    told = _carry_out(plan, choices)
    _give_up_address(plan)
    kind.changed(survivor)
    gone, action = kind.key_of(duplicate), kind.sheet.action
    trail.record(f"{action}_merged_away", duplicate, actor=actor, changes={"into": ["", kind.key_of(survivor)]})
    kind.model._default_manager.filter(pk=duplicate_pk).delete()
    kind.gone(gone)
    trail.record(f"{action}_merged", survivor, actor=actor, changes=told)
    tell_of_merge(people, gone=duplicate, stays=survivor, actor=actor)
    return survivor


def _members_of(body: Body) -> list[User]:
    rows = Membership.objects.filter(**{str(body._meta.model_name): body}).confirmed().select_related("user")
    return [row.user for row in rows if row.user is not None]


def _carry_out(plan: Plan, choices: Mapping[str, str]) -> dict[str, Any]:
    stays, goes = plan.kind.key_of(plan.survivor), plan.kind.key_of(plan.duplicate)
    told: dict[str, Any] = {"duplicate": ["", goes]}
    for double in plan.doubles:
        is_theirs = choices.get(double.name) == "theirs"
        kept, dropped = (double.theirs, double.ours) if is_theirs else (double.ours, double.theirs)
        if double.part.absorb:
            double.part.absorb(kept, dropped)
        dropped.delete()
        told[double.name] = [str(dropped), str(kept)]
        if is_theirs:
            plan.moves.append((double.part, kept))
    for part, row in plan.moves:
        part.model._default_manager.filter(pk=row.pk).update(**{part.field: plan.survivor})
        told[f"{part.name}-{row.pk}"] = [goes, stays]
    spellings = [*names_of(plan.survivor), *names_of(plan.duplicate)]
    told |= _take_facts(plan, choices)
    if isinstance(plan.survivor, Authority):
        _stay_findable(plan.survivor, spellings)
    told |= _take_papers(plan)
    return told


def names_of(body: Body) -> list[str]:
    """Its name in each language that it has one in."""
    return [name for name in (getattr(body, f"name_{language}") for language in LANGUAGES) if name]


def _stay_findable(survivor: Authority, spellings: Sequence[str]) -> None:
    """Names that the survivor no longer bears become other spellings, so that people find it under each of them."""
    known = {*names_of(survivor), *survivor.aliases.values_list("name", flat=True)}
    for name in dict.fromkeys(spellings):
        if name not in known:
            survivor.aliases.create(name=name)


def _take_papers(plan: Plan) -> dict[str, list[str]]:
    papers = Document.objects.of(plan.duplicate)
    number = papers.count()
    papers.update(subject_key=str(plan.survivor.pk))
    return {"documents": ["", str(number)]} if number else {}


def _take_facts(plan: Plan, choices: Mapping[str, str]) -> dict[str, list[str]]:
    """Facts chosen from the duplicate; those that only it has are taken without a question."""
    taken = [each for each in plan.differences if choices.get(each.choice, each.usual) == "theirs"]
    values = {column: getattr(plan.duplicate, column) for each in taken for column in each.columns}
    if not values:
        return {}
    # Numbers that may exist once are freed first.
    once = [each.name for each in plan.kind.model._meta.fields if each.unique and each.null]
    plan.kind.model._default_manager.filter(pk=plan.duplicate.pk).update(**dict.fromkeys(once))
    for name, value in values.items():
        setattr(plan.survivor, name, value)
    plan.survivor.save()
    keys = {"subject_type": plan.survivor._meta.label_lower, "field__in": list(values)}
    sources = FactSource.objects.filter(**keys, subject_key=str(plan.duplicate.pk))
    sources.update(subject_key=str(plan.survivor.pk), entered_at=timezone.now())  # newer than what they replace
    return {each.name: [each.ours, each.theirs] for each in taken}


def _give_up_address(plan: Plan) -> None:
    label = plan.survivor._meta.label_lower
    stays, goes = plan.kind.key_of(plan.survivor), plan.kind.key_of(plan.duplicate)
    FormerSlug.objects.filter(subject_type=label, current_slug=goes).update(current_slug=stays)
    FormerSlug.objects.update_or_create(subject_type=label, slug=goes, defaults={"current_slug": stays})


def current_slug(model: type[models.Model], slug: str) -> str | None:
    """Where an address that was given up leads; ``None`` if it never was one."""
    rows = FormerSlug.objects.filter(subject_type=model._meta.label_lower, slug=slug)
    return rows.values_list("current_slug", flat=True).first()


def register_own() -> None:
    """The keys of this room."""
    own = "municipalities."
    register(own + "AuthorityAlias", "authority", same=["name"])
    register(own + "AuthorityKey", "authority", same=["system"], asks=True, counts=lambda key: key.valid_to is None)
    register(own + "Population", "authority", same=["kind", "as_of_on"], asks=True)
    register(own + "Succession", "predecessor", same=["successor_id"])
    register(own + "Succession", "successor", same=["predecessor_id"])
    for body in ("authority", "organisation"):
        register(own + "Membership", body, same=["user_id", "role"], asks=True, counts=_is_live)
    register(own + "AuthorityContact", "authority")
    register(own + "Proposal", "authority")


def _is_live(membership: Membership) -> bool:
    return membership.user_id is not None and membership.state in LIVE
