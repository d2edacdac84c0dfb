"""What attendance adds to other rooms: panels, messages, the trail, what waits, files, own data, documents."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.events.attendance import exports, new_days, panels, papers, personal, telling
from jisr.events.attendance.models import Certificate, CheckIn, SeminarRule
from jisr.events.attendance.waiting import attendance_waiting
from jisr.events.editions.policies import runs_events
from jisr.web import waiting


def register() -> None:
    panels.register()
    waiting.register("attendance", attendance_waiting)
    telling.declare_kinds()
    papers.register()
    personal.register()
    exports.register()
    new_days.register()
    _register_history()
    access.name_actions(
        {
            "events.check_ins_received": _("check-ins received"),
            "events.check_in_settled": _("odd check-in settled"),
            "events.check_in_person_named": _("person named to check people in"),
            "events.check_in_person_removed": _("person no longer checks people in"),
            "events.badge_renewed": _("badge renewed"),
            "events.session_code_opened": _("code for an online session made"),
            "events.presence_declared": _("presence at an online session declared"),
            "events.certificate_rule_set": _("rule for certificates set"),
            "events.certificate_issued": _("certificate issued"),
            "events.certificate_revoked": _("certificate revoked"),
            "events.certificate_replaced": _("certificate replaced"),
            "events.seminar_required": _("seminar required"),
            "events.seminar_rule_ended": _("requirement of a seminar ended"),
            "events.feedback_set_up": _("form for feedback made"),
            "events.feedback_changed": _("form for feedback changed"),
            "events.feedback_asked": _("feedback asked for"),
            "events.feedback_moderated": _("words of feedback read"),
        }
    )


def _register_history() -> None:
    """The events team alone reads the history of these rows."""

    def team(actor: object, _row: object) -> bool:
        return runs_events(actor)

    access.register_rows(
        Certificate.objects.all, team, elsewhere="events:editions", one=_("certificate"), fields={"number": _("number")}
    )
    access.register_rows(
        lambda: CheckIn.objects.select_related("edition"),
        team,
        elsewhere="events:editions",
        one=_("check-in"),
        url=lambda row: row.edition.get_absolute_url(),
        fields={"counts": _("counts")},
    )
    access.register_rows(
        lambda: SeminarRule.objects.select_related("series"),
        team,
        elsewhere="events:editions",
        one=_("seminar that is required"),
        url=lambda row: row.edition.get_absolute_url() if row.edition else "",
        fields={"seminar": _("seminar")},
    )
