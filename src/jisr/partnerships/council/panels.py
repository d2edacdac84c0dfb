"""What councils add to the page of a tie: papers for the own side, what was released for the other one."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from jisr.kernel.policy import may
from jisr.partnerships.council.models import CouncilMatter, CouncilStep
from jisr.partnerships.council.policies import EDIT_MATTER
from jisr.partnerships.council.services import DECIDED_ON
from jisr.partnerships.council.states import RESULT_TONES, Side
from jisr.partnerships.models import Partnership
from jisr.web.panels import Panel


@dataclass(frozen=True)
class Released:
    """What the other side has released of one of its papers: meetings, and where the matter stands by them."""

    authority: Any
    steps: list[CouncilStep]
    badge: tuple[str, str]


def of_tie(request: HttpRequest, tie: Partnership) -> Panel | None:
    context = council_context(request.user, tie)
    return Panel("partnerships/council/panel.html", context) if any(context.values()) else None


def council_context(actor: Any, tie: Partnership) -> dict[str, Any]:  # noqa: ANN401 - a person
    """The papers that somebody reads, what was released to them, and for whose council they can begin one."""
    rows = CouncilMatter.objects.filter(tie=tie).with_tie()
    mine = list(rows.visible_to(actor).prefetch_related("steps"))
    return {
        "tie": tie,
        "matters": mine,
        "released": _released(actor, tie, {matter.pk for matter in mine}),
        "sides": [
            (side, side_of(tie, side))
            for side in Side
            if tie.status in DECIDED_ON and may(actor, EDIT_MATTER, CouncilMatter(tie=tie, side=side))
        ],
    }


def side_of(tie: Partnership, side: str) -> Any:  # noqa: ANN401 - an authority
    return tie.german if side == Side.GERMAN else tie.palestinian


def _released(actor: Any, tie: Partnership, known: set[int]) -> list[Released]:  # noqa: ANN401
    """Only what the reader may see of the papers they may not read. No figure, note or vote goes to the page."""
    seen = CouncilStep.objects.visible_to(actor).filter(matter__tie=tie).exclude(matter__in=known)
    shown = seen.only("matter_id", "name", "kind", "planned_on", "met_on", "outcome", "position")
    by_matter: dict[int, list[CouncilStep]] = {}
    for step in shown.order_by("position", "pk"):
        by_matter.setdefault(step.matter_id, []).append(step)
    sides = dict(CouncilMatter.objects.filter(pk__in=by_matter).values_list("pk", "side"))
    return [
        Released(side_of(tie, sides[pk]), steps, (str(result.label), RESULT_TONES[result]))
        for pk, steps in by_matter.items()
        for result in [CouncilMatter(tie=tie, side=sides[pk]).result(steps)]
    ]
