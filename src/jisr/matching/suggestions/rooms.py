"""What suggestions add to other rooms: the menu of the workspace and the trail."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.matching.models import MatchingProfile
from jisr.matching.policies import matches_for_office
from jisr.municipalities.policies import coordinates, reads_for_office
from jisr.web import workspace_menu


def register() -> None:
    workspace_menu.register(24, _("Suggestions for us"), "suggestions:exposure", _is_outside)
    workspace_menu.register(63, _("Suggestions of partners"), "suggestions:choose", matches_for_office)
    access.register("matching.weightset", _of_office, lambda _key: reverse("suggestions:weights"), _named(_("weights")))
    access.register(
        "matching.suggestionround", _of_office, lambda _key: reverse("suggestions:rounds"), _named(_("round"))
    )
    access.register("matching.matchingprofile", _may_read_profile, _profile_url, _profile_label)
    access.name_actions(
        {
            "matching.weights_set": _("weights of suggestions set"),
            "matching.limits_set": _("limits of suggestions changed"),
        }
    )


def _is_outside(user: Any) -> bool:  # noqa: ANN401 - a person
    return not user.is_programme_staff


def _of_office(actor: Any, _key: str) -> bool:  # noqa: ANN401 - a person
    return reads_for_office(actor)


def _named(label: Any) -> Any:  # noqa: ANN401 - lazy text
    return lambda _key: label


def _profile(key: str) -> MatchingProfile | None:
    rows = MatchingProfile.objects.select_related("authority")
    found: MatchingProfile | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _may_read_profile(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    found = _profile(key)
    return found is not None and (reads_for_office(actor) or coordinates(actor, found.authority))


def _profile_url(key: str) -> str:
    found = _profile(key)
    return reverse("suggestions:ours", args=[found.authority.slug]) if found else reverse("suggestions:exposure")


def _profile_label(key: str) -> str:
    found = _profile(key)
    return str(found.authority if found else _("profile for matching"))
