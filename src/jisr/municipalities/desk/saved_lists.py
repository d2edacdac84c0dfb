"""Lists of which people keep views for themselves: those of the directory, and others that are registered here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from jisr.audit.policies import READ
from jisr.audit.views.trail import trail_listing
from jisr.kernel.policy import may
from jisr.municipalities.desk.directory import kind_of
from jisr.municipalities.desk.policies import READ_DESK
from jisr.municipalities.models import SavedView
from jisr.web.listing import Listing


@dataclass(frozen=True)
class SavedList:
    """A list with filters. ``listing`` leaves out what the list does not know; ``name`` has at most 16 letters."""

    name: str
    address: Callable[[], str]
    listing: Callable[[QueryDict, Any], Listing]
    may_see: Callable[[Any], bool]

    @property
    def list_url(self) -> str:
        return self.address()


_lists: dict[str, SavedList] = {}


def register(saved: SavedList) -> None:
    """Let people keep views of a list. Registering a name again replaces it."""
    _lists[saved.name] = saved


def find(name: str) -> SavedList | None:
    """A list by its name in addresses; those of the directory are known without being registered."""
    kind = kind_of(name)
    if kind is None:
        return _lists.get(name)
    return SavedList(
        name, lambda: kind.list_url, lambda asked, _actor: kind.listing(asked), lambda actor: may(actor, READ_DESK)
    )


def views_of(request: HttpRequest, name: str, listing: Listing) -> list[tuple[SavedView, bool]]:
    """One's own views of a list, each with whether it is what the list shows now."""
    own = SavedView.objects.filter(person=request.user, list_name=name)
    return [(view, view.query == listing.query.urlencode()) for view in own]


TRAIL = SavedList(
    "trail",
    lambda: reverse("audit:trail"),
    lambda asked, actor: trail_listing(asked, actor=actor),
    lambda actor: may(actor, READ),
)
