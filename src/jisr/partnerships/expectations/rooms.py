"""What expectations add to other rooms: menu, hub of a tie, trail, files, own data."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.kernel.policy import may
from jisr.municipalities.desk.policies import READ_DESK
from jisr.partnerships.expectations import exports, panels, personal
from jisr.partnerships.expectations.models import Evidence, Expectation
from jisr.partnerships.expectations.policies import READ_EVIDENCE, READ_EXPECTATION
from jisr.web import panels as page_panels
from jisr.web import workspace_menu


def register() -> None:
    workspace_menu.register(67, _("Expectations"), "expectations:table", lambda user: may(user, READ_DESK))
    personal.register()
    exports.register()
    page_panels.register("tie", "expectations", panels.of_tie, place=50)
    for model, permission in ((Expectation, READ_EXPECTATION), (Evidence, READ_EVIDENCE)):
        find = _finder(model)
        access.register(
            model._meta.label_lower,
            _reader(find, permission),
            _address(find),
            _labeller(find, model),
            fields={"promised": _("Since when")},
        )
    access.name_actions(
        {
            "partnerships.promise_noted": _("promise noted"),
            "partnerships.evidence_noted": _("event noted"),
            "partnerships.evidence_removed": _("event removed"),
        }
    )


Find = Callable[[str], Any]


def _finder(model: Any) -> Find:  # noqa: ANN401 - one of the two models
    rows = model.objects.select_related("tie__german", "tie__palestinian")
    return lambda key: rows.filter(pk=key).first() if key.isdecimal() else None


def _reader(find: Find, permission: Any) -> Callable[[Any, str], bool]:  # noqa: ANN401
    def may_read(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
        found = find(key)
        return found is not None and may(actor, permission, found)

    return may_read


def _address(find: Find) -> Callable[[str], str]:
    def url(key: str) -> str:
        found = find(key)
        return reverse("expectations:tie", args=[found.tie.slug]) if found else reverse("expectations:table")

    return url


def _labeller(find: Find, model: Any) -> Callable[[str], str]:  # noqa: ANN401
    def label(key: str) -> str:
        found = find(key)
        return f"{found.tie}: {found}" if found else str(model._meta.verbose_name)

    return label
