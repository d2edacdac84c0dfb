"""What introductions add to other rooms: menus, messages, the trail, what waits, files, own data, documents."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.matching.introductions import authorities, exports, papers, personal, telling
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.waiting import introductions_waiting
from jisr.municipalities.policies import reads_for_office
from jisr.web import waiting, workspace_menu

SUBJECT = "matching.introduction"


def register() -> None:
    workspace_menu.register(23, _("Introductions"), "introductions:mine", for_members=True)
    workspace_menu.register(63, _("Introductions in the office"), "introductions:office", reads_for_office)
    waiting.register("introductions", introductions_waiting)
    telling.declare_kinds()
    personal.register()
    authorities.register()
    papers.register()
    exports.register()
    access.register_rows(
        lambda: Introduction.objects.select_related("german", "palestinian"),
        lambda actor, _row: reads_for_office(actor),  # the history tells who said no
        elsewhere="introductions:mine",
        one=_("introduction"),
        fields={"answer": _("answer")},
    )
    access.name_actions(
        {
            "matching.introduction_suggested": _("introduction suggested"),
            "matching.introduction_interest_shown": _("interest in another authority shown"),
            "matching.introduction_answered": _("introduction answered"),
            "matching.introduction_reminded": _("answer to an introduction called to mind"),
            "matching.introduction_expired": _("introduction ended without an answer"),
            "matching.introduction_withdrawn": _("introduction taken back"),
            "matching.introduction_closed": _("introduction closed"),
            "matching.introduction_concluded": _("introduction led to a partnership"),
            "matching.introduction_went_on": _("introduction went on with the successor of an authority"),
            "matching.introduction_note_added": _("note added to an introduction"),
            "matching.introduction_call_set": _("first call set"),
            "matching.introduction_call_cancelled": _("first call cancelled"),
            "matching.introduction_visit_planned": _("visit planned"),
            "matching.introduction_visit_done": _("visit done"),
            "matching.introduction_visit_cancelled": _("visit cancelled"),
            "matching.introduction_step_agreed": _("next step of an introduction agreed"),
            "matching.introduction_step_done": _("next step of an introduction done"),
            "matching.introduction_paper_added": _("paper added to an introduction"),
            "matching.profile_made": _("profile for matching made"),
            "matching.profile_changed": _("profile for matching changed"),
            "matching.pair_blocked": _("two authorities not suggested to each other any more"),
            "matching.round_run": _("round of suggestions run"),
        }
    )
