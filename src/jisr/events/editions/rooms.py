"""What editions add to other rooms."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.events.editions import cloning, exports, figures, personal, telling
from jisr.events.editions.costs import cost_figures
from jisr.events.editions.models import Edition, Series
from jisr.events.editions.waiting import editions_waiting
from jisr.municipalities.policies import reads_for_office
from jisr.municipalities.services import merging
from jisr.web import waiting, workspace_menu


def register() -> None:
    workspace_menu.register(66, _("Meetings in the office"), "meetings:office", reads_for_office)
    waiting.register("editions", editions_waiting)
    telling.declare_kinds()
    cloning.register_own()
    figures.register("costs", _("Costs"), cost_figures, place=90)
    personal.register()
    exports.register()
    merging.register("events.Invitation", "authority", same=["round_id"])
    for model, one in ((Edition, _("meeting")), (Series, _("series of meetings"))):
        access.register_rows(
            model.objects.all,
            lambda actor, _row: reads_for_office(actor),
            elsewhere="meetings:office",
            one=one,
            url=lambda row: str(getattr(row, "desk_url", "")),
            fields={"opens_at": _("Opens"), "closes_at": _("Closes")},
        )
    access.name_actions(
        {
            "events.series_created": _("series of meetings begun"),
            "events.series_changed": _("series of meetings changed"),
            "events.edition_created": _("meeting planned"),
            "events.edition_changed": _("facts of a meeting changed"),
            "events.edition_carried_on": _("parts taken over from another meeting"),
            "events.edition_announced": _("meeting announced"),
            "events.edition_open": _("registration opened"),
            "events.edition_closed": _("registration closed"),
            "events.edition_running": _("meeting begun"),
            "events.edition_held": _("meeting noted as held"),
            "events.edition_documented": _("documentation of a meeting finished"),
            "events.edition_postponed": _("meeting postponed"),
            "events.edition_cancelled": _("meeting cancelled"),
            "events.edition_costs_kept": _("costs of a meeting changed"),
            "events.edition_invited": _("authorities invited to a meeting"),
        }
    )
