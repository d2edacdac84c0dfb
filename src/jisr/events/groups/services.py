"""Changes the groups of an edition and their rules, and takes wishes. All of it locks the rules of the edition."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.audit.services import changes_between
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Span
from jisr.events.editions.policies import RUN_EDITION, runs_events
from jisr.events.groups.models import GroupRules, Wish, WishList, WorkingGroup
from jisr.events.groups.policies import RANK_WISHES
from jisr.events.groups.problem import MOST_WISHES
from jisr.events.registration.models import LANGUAGES, Participant
from jisr.events.registration.states import LIVE
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.locking import locked_row
from jisr.kernel.policy import authorize

CODES = frozenset(code for code, _label in LANGUAGES)
PLAIN = ("title_de", "title_en", "title_ar", "description_de", "description_en", "description_ar")
COLUMNS = (*PLAIN, "theme", "capacity", "minimum", "spoken", "interpreted", "session", "moderator", "host")
RULE_COLUMNS = ("wishes_open_at", "wishes_close_at", "most_per_body", "least_share")


class NotPossible(DomainError):
    """A value or a wish does not fit. ``facts["field"]`` names the answer where there is one."""


class ChangedMeanwhile(DomainError):
    """Somebody else has changed what the page showed."""


class WishesClosed(DomainError):
    """Wishes are not taken yet, or no longer."""


def lock(edition: Edition) -> GroupRules:
    """The rules of an edition, locked: whoever plans or changes groups waits here for the others."""
    return locked_row(GroupRules, edition=edition)


@transaction.atomic
def save_group(
    edition: Edition,
    values: Mapping[str, Any],
    *,
    group: WorkingGroup | None = None,
    seen: int | None = None,
    actor: User,
) -> WorkingGroup:
    """Add a group or change one. ``seen``: the version that the form showed.

    Raises ``NotPossible``, ``ChangedMeanwhile``, ``Refused``.
    """
    authorize(actor, RUN_EDITION, edition)
    lock(edition)
    row = _fresh(group) if group is not None else WorkingGroup(edition=edition)
    before = _facts(row)
    for name in COLUMNS:
        setattr(row, name, values[name])
    if row.pk and _facts(row) == before:
        return row
    if row.pk and seen != row.version:
        raise ChangedMeanwhile(_("Somebody else has changed this meanwhile. Please look at it again."))
    _check_group(row)
    action = "changed" if row.pk else "added"
    if row.pk:
        row.version += 1
    else:
        row.position = WorkingGroup.objects.filter(edition=edition).count()
    row.save()
    trail.record(f"events.working_group_{action}", row, actor=actor, changes=changes_between(before, _facts(row)))
    return row


def _fresh(group: WorkingGroup) -> WorkingGroup:
    found: WorkingGroup = WorkingGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
    return found


def _facts(row: WorkingGroup) -> dict[str, Any]:
    """What the trail keeps: the moderator by number only."""
    facts: dict[str, Any] = {name: getattr(row, name) for name in (*PLAIN, "capacity", "minimum")}
    facts |= {name: getattr(row, f"{name}_id") for name in ("theme", "session", "moderator", "host")}
    facts["spoken"] = sorted(row.spoken)
    facts["interpreted"] = sorted(list(pair) for pair in row.interpreted)
    return facts


def _check_group(row: WorkingGroup) -> None:
    """Raises ``NotPossible`` for what the rules of a group forbid."""
    if row.minimum > row.capacity:
        raise NotPossible(_("More people at least than there are places."), field="minimum")
    if not row.spoken or not CODES.issuperset(row.spoken):
        raise NotPossible(_("Please choose at least one language that is spoken."), field="spoken")
    for one, other in row.interpreted:
        if one not in row.spoken or one == other or other not in CODES:
            raise NotPossible(
                _("Only a language that is spoken in the group can be interpreted into another one."),
                field="interpreted",
            )
    for name in ("session", "moderator"):
        thing = getattr(row, name)
        if thing is not None and thing.edition_id != row.edition_id:
            raise NotPossible(_("This belongs to another meeting."), field=name)


@transaction.atomic
def move_group(group: WorkingGroup, *, is_up: bool, actor: User) -> None:
    """Change places with the group before or behind; at an end nothing happens."""
    authorize(actor, RUN_EDITION, group.edition)
    lock(group.edition)
    rows = list(WorkingGroup.objects.filter(edition=group.edition_id).order_by("position", "pk"))
    at = next(place for place, row in enumerate(rows) if row.pk == group.pk)
    to = at - 1 if is_up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for place, row in enumerate(rows):
        row.position = place
    WorkingGroup.objects.bulk_update(rows, ["position"])
    trail.record("events.working_group_moved", group, actor=actor, changes={"position": [at, to]})


@transaction.atomic
def remove_group(group: WorkingGroup, *, actor: User) -> bool:
    """Delete a group that nobody wished or was placed in; else note that it does not take place. True if deleted."""
    authorize(actor, RUN_EDITION, group.edition)
    lock(group.edition)
    row = _fresh(group)
    if row.wishes.exists() or row.places.exists():
        if not row.is_cancelled:
            _set_cancelled(row, is_cancelled=True, actor=actor)
        return False
    trail.record("events.working_group_removed", row, actor=actor, changes=changes_between(_facts(row), {}))
    row.delete()
    return True


@transaction.atomic
def restore_group(group: WorkingGroup, *, actor: User) -> None:
    """Let a group take place after all."""
    authorize(actor, RUN_EDITION, group.edition)
    lock(group.edition)
    row = _fresh(group)
    if row.is_cancelled:
        _set_cancelled(row, is_cancelled=False, actor=actor)


def _set_cancelled(row: WorkingGroup, *, is_cancelled: bool, actor: User) -> None:
    row.is_cancelled = is_cancelled
    row.version += 1
    row.save(update_fields=["is_cancelled", "version", "updated_at"])
    action = "events.working_group_cancelled" if is_cancelled else "events.working_group_restored"
    trail.record(action, row, actor=actor, changes={"is_cancelled": [not is_cancelled, is_cancelled]})


@transaction.atomic
def set_rules(edition: Edition, values: Mapping[str, Any], *, seen: int, actor: User) -> GroupRules:
    """Set when wishes are taken and what allocations keep to. ``seen``: the version that the form showed."""
    authorize(actor, RUN_EDITION, edition)
    rules = lock(edition)
    before = _rule_facts(rules)
    kinds = list(values["without_kinds"])
    after = {**{name: values[name] for name in RULE_COLUMNS}, "without_kinds": sorted(kind.pk for kind in kinds)}
    if before == after:
        return rules
    if seen != rules.version:
        raise ChangedMeanwhile(_("Somebody else has changed this meanwhile. Please look at it again."))
    begins, ends = values["wishes_open_at"], values["wishes_close_at"]
    if begins and ends and ends <= begins:
        raise NotPossible(_("Wishes would close before they open."), field="wishes_close_at")
    if any(kind.edition_id != edition.pk for kind in kinds):
        raise NotPossible(_("This belongs to another meeting."), field="without_kinds")
    for name in RULE_COLUMNS:
        setattr(rules, name, values[name])
    rules.version += 1
    rules.save()
    rules.without_kinds.set(kinds)
    trail.record("events.group_rules_set", rules, actor=actor, changes=changes_between(before, after))
    return rules


def span_of_wishes(edition: Edition) -> Span | None:
    rules = GroupRules.objects.filter(edition=edition).first()
    return Span(rules.wishes_close_at, rules.wishes_open_at) if rules and rules.wishes_close_at else None


def move_wishes(edition: Edition, span: Span, *, actor: User) -> None:
    """Take wishes in another time; all other rules stay."""
    rules = lock(edition)
    values = {name: getattr(rules, name) for name in RULE_COLUMNS}
    values |= {"wishes_open_at": span.opens_at, "wishes_close_at": span.closes_at}
    set_rules(edition, {**values, "without_kinds": rules.without_kinds.all()}, seen=rules.version, actor=actor)


def _rule_facts(rules: GroupRules) -> dict[str, Any]:
    kinds = sorted(rules.without_kinds.values_list("pk", flat=True))
    return {**{name: getattr(rules, name) for name in RULE_COLUMNS}, "without_kinds": kinds}


def is_open(rules: GroupRules, at: datetime) -> bool:
    """Whether wishes are taken now. Without a beginning they are not."""
    begins, ends = rules.wishes_open_at, rules.wishes_close_at
    return begins is not None and begins <= at and (ends is None or at < ends)


@transaction.atomic
def rank_wishes(
    public_id: UUID | str,
    groups: Sequence[WorkingGroup],
    *,
    takes_part: bool = True,
    seen: int = 0,
    actor: User,
    at: datetime,
) -> WishList:
    """Keep somebody's wishes in this order. The same again changes nothing. ``seen``: the version of the page.

    The events team may do it at any time. Raises ``WishesClosed``, ``ChangedMeanwhile``, ``NotPossible``, ``Refused``.
    """
    participant: Participant = Participant.objects.select_for_update(of=("self",), no_key=True).get(public_id=public_id)
    authorize(actor, RANK_WISHES, participant)
    wanted = [group.pk for group in groups] if takes_part else []
    known: WishList | None = WishList.objects.filter(participant=participant).first()
    before = _wished(known)
    if known is not None and before == (takes_part, wanted):
        return known
    _refuse_wishes(participant, groups, actor=actor, at=at)
    if seen != (known.version if known else 0):
        raise ChangedMeanwhile(_("These wishes were changed elsewhere meanwhile. Open the page again to see them."))
    row = known or WishList(participant=participant, version=0)
    row.takes_part, row.changed_at, row.changed_by = takes_part, at, actor
    row.version += 1
    row.save()
    row.wishes.all().delete()
    Wish.objects.bulk_create(Wish(wish_list=row, group_id=pk, rank=rank) for rank, pk in enumerate(wanted, 1))
    changes = {"wishes": [before[1], wanted], "takes_part": [before[0], takes_part]}
    trail.record("events.group_wishes_ranked", row, actor=actor, changes=changes)
    return row


def _wished(known: WishList | None) -> tuple[bool, list[int]]:
    if known is None:
        return True, []
    return known.takes_part, list(known.wishes.order_by("rank").values_list("group_id", flat=True))


def _refuse_wishes(participant: Participant, groups: Sequence[WorkingGroup], *, actor: User, at: datetime) -> None:
    if participant.state not in LIVE:
        raise NotPossible(_("This registration is no longer valid."))
    rules = GroupRules.objects.filter(edition=participant.edition_id).first()
    if not runs_events(actor) and (rules is None or not is_open(rules, at)):
        raise WishesClosed(_("Wishes are not taken at the moment. Only the programme office can still change them."))
    if len(groups) > MOST_WISHES or len({group.pk for group in groups}) < len(groups):
        raise NotPossible(_("Please name each group only once, and five at most."), field="wish_1")
    if any(group.edition_id != participant.edition_id or group.is_cancelled for group in groups):
        raise NotPossible(_("One of these groups is no longer offered. Please choose again."), field="wish_1")
