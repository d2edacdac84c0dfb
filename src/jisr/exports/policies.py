"""Who may take an export along."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.exports import tables
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule, verdict

TAKE = permission("exports.take", _("take a prepared export along"))
STAFF_LISTS = permission("exports.staff_lists", _("take the lists of the programme along as files"))


@rule(STAFF_LISTS)
def may_take_staff_lists(actor: Any, _subject: Any) -> Verdict:  # noqa: ANN401
    if not actor.is_authenticated or not actor.is_programme_staff:
        return deny(_("Only the programme office can take this list along."))
    return ALLOW


@rule(TAKE)
def may_take(actor: Any, export: Any) -> Verdict:  # noqa: ANN401 - people and exports stand above this layer
    """Only who asked for it, and only while they may still see the list."""
    if export.asked_by_id != actor.pk:
        return deny(_("Only the person who asked for an export can take it."))
    table = tables.find(export.table)
    if table is None:
        return deny(_("This list is no longer offered as a file."))
    answer = verdict(actor, table.permission)
    return ALLOW if answer else answer
