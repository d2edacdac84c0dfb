"""What 1:1 meetings add to other rooms: panels, messages, the trail, what waits, files, own data."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.events.agenda import commitments as agenda_commitments
from jisr.events.talks import commitments, exports, new_days, panels, personal, telling
from jisr.events.talks.waiting import talks_waiting
from jisr.web import panels as web_panels
from jisr.web import waiting


def register() -> None:
    telling.declare_kinds()
    personal.register()
    exports.register()
    new_days.register()
    agenda_commitments.register("1:1 meetings", commitments.commitments_of)
    waiting.register("talks", talks_waiting)
    web_panels.register("edition_desk", "talks", panels.of_edition, place=70)
    web_panels.register("participation", "talks", panels.of_participation, place=70)
    access.name_actions(
        {
            "events.talk_profile_opened": _("profile for 1:1 meetings opened"),
            "events.talk_profile_closed": _("profile for 1:1 meetings closed"),
            "events.talk_asked": _("1:1 meeting asked for"),
            "events.talk_answered": _("request for a 1:1 meeting answered"),
            "events.talk_taken_back": _("1:1 meeting taken back"),
            "events.talk_absence_noted": _("absence from 1:1 meetings noted"),
            "events.talk_absence_lifted": _("absence from 1:1 meetings lifted"),
            "events.talk_setting_kept": _("setting of 1:1 meetings changed"),
            "events.talk_block_added": _("times for 1:1 meetings added"),
            "events.talk_times_moved": _("times for 1:1 meetings moved to new days"),
            "events.talk_block_changed": _("tables for 1:1 meetings changed"),
            "events.talk_block_removed": _("times for 1:1 meetings removed"),
            "events.talk_interpreter_added": _("interpreter of 1:1 meetings added"),
            "events.talk_interpreter_changed": _("interpreter of 1:1 meetings changed"),
            "events.talk_plan_started": _("plan of 1:1 meetings started"),
            "events.talk_plan_published": _("plan of 1:1 meetings published"),
        }
    )
