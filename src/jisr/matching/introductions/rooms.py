"""What introductions add to other rooms: menus, messages, the trail, what waits, files, own data, documents."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.matching.introductions import authorities, exports, papers, personal, telling
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.waiting import introductions_waiting
from jisr.municipalities.policies import reads_for_office
from jisr.web import waiting, workspace_menu

SUBJECT = "matching.introduction"


def register() -> None:
    workspace_menu.register(23, _("Introductions"), "introductions:mine")
    workspace_menu.register(63, _("Introductions in the office"), "introductions:office", reads_for_office)
    waiting.register("introductions", introductions_waiting)
    telling.declare_kinds()
    personal.register()
    authorities.register()
    papers.register()
    exports.register()
    access.register(SUBJECT, _may_read, _url, _label, fields={"answer": _("answer")})
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


def _find(key: str) -> Introduction | None:
    rows = Introduction.objects.select_related("german", "palestinian")
    found: Introduction | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _may_read(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    """For the office alone: the history tells who said no."""
    return _find(key) is not None and reads_for_office(actor)


def _url(key: str) -> str:
    found = _find(key)
    return found.get_absolute_url() if found else reverse("introductions:mine")


def _label(key: str) -> str:
    return str(_find(key) or _("introduction"))
