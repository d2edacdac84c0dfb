"""What joint projects add to other rooms: menu, hub of a tie, messages, trail, what waits, files, own data."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.kernel.policy import may
from jisr.partnerships.projects import exports, panels, personal, telling
from jisr.partnerships.projects.models import JointProject
from jisr.partnerships.projects.outline import NAMES, Text, label_of
from jisr.partnerships.projects.policies import READ_PROJECT
from jisr.partnerships.projects.waiting import projects_waiting
from jisr.web import panels as page_panels
from jisr.web import waiting, workspace_menu

SUBJECT = "partnerships.jointproject"


def register() -> None:
    workspace_menu.register(23, _("Joint projects"), "projects:projects")
    waiting.register("joint_projects", projects_waiting)
    telling.declare_kinds()
    personal.register()
    exports.register()
    page_panels.register("tie", "projects", panels.of_tie, place=40)
    access.register_rows(
        JointProject.objects.with_tie,
        lambda actor, project: may(actor, READ_PROJECT, project),
        elsewhere="projects:projects",
        one=_("joint project"),
        fields=_Labels(),
    )
    access.name_actions(
        {
            "partnerships.project_started": _("joint project begun"),
            "partnerships.project_changed": _("joint project changed"),
            "partnerships.project_developed": _("joint project made a concept"),
            "partnerships.project_made_ready": _("joint project ready for funding"),
            "partnerships.project_taken_back": _("joint project taken back to the concept"),
            "partnerships.project_begun": _("joint project runs without funding"),
            "partnerships.project_finished": _("joint project done"),
            "partnerships.project_dropped": _("joint project dropped"),
            "partnerships.project_taken_up": _("joint project taken up again"),
        }
    )


class _Labels(Mapping[str, Text]):
    """What the form calls the answers, for the trail; columns of a model keep their own names until they are asked."""

    def __getitem__(self, key: str) -> Text:
        if key == "happened_on":
            return _("Day of the step")
        if key == "reason":
            return _("Reason")
        if key not in NAMES:
            raise KeyError(key)
        return label_of(key)

    def __iter__(self) -> Iterator[str]:
        return iter((*NAMES, "happened_on", "reason"))

    def __len__(self) -> int:
        return len(NAMES) + 2
