"""What travel adds to other rooms: messages, what waits, panels, own data, documents, words for the history."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.events.travel import cloning, hooks, new_days, papers, personal, telling
from jisr.events.travel import panels as own
from jisr.events.travel.waiting import journeys_waiting
from jisr.web import panels, waiting


def register() -> None:
    waiting.register("journeys", journeys_waiting)
    telling.declare_kinds()
    personal.register()
    papers.register()
    cloning.register()
    hooks.connect()
    new_days.register()
    panels.register("edition_desk", "travel", own.of_desk, place=40)
    panels.register("participation", "travel", own.of_participation, place=20)
    access.name_actions(
        {
            "events.travel_checklist_made": _("travel checklist made"),
            "events.travel_item_settled": _("item of a travel checklist changed"),
            "events.travel_journey_saved": _("arrival and departure entered"),
            "events.travel_data_saved": _("personal travel data entered"),
            "events.travel_data_read": _("personal travel data of somebody else read"),
            "events.travel_names_taken": _("list of travellers with names taken along"),
            "events.travel_letter_issued": _("invitation letter issued"),
            "events.travel_letter_withdrawn": _("invitation letter taken back"),
            "events.travel_presence_changed": _("participant changed between on site and online"),
            "events.travel_closed": _("travel to a meeting called off"),
            "events.travel_laid_down": _("journeys laid down, since people meet online"),
            "events.travel_dropped": _("journey of a participant given up"),
            "events.travel_letter_words": _("sender, signature or words of the invitation letters changed"),
            "events.travel_access": _("link to take part online changed"),
            "events.travel_planned": _("travel checklist and cost rules of a meeting changed"),
        }
    )
