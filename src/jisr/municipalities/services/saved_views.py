"""Keeps lists as somebody wants to see them again."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.desk.policies import READ_DESK
from jisr.municipalities.models import SavedView

MOST_VIEWS = 30


@transaction.atomic
def save_view(*, list_name: str, name: str, query: str, actor: User) -> SavedView:
    """Keep the filters of a list under a name of one's own; the same name again replaces it.

    Raises ``Refused``, ``DomainError`` beyond 30 views of one list.
    """
    authorize(actor, READ_DESK)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)  # two clicks at once count one after the other
    own = SavedView.objects.filter(person=actor, list_name=list_name)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise DomainError(_("You have 30 saved views of this list. Please remove one first."))
    view: SavedView
    view, _is_new = own.update_or_create(person=actor, list_name=list_name, name=name, defaults={"query": query})
    return view


@transaction.atomic
def remove_view(*, list_name: str, name: str, actor: User) -> bool:
    """Forget a view of one's own; ``False`` if there is none of that name."""
    authorize(actor, READ_DESK)
    count, _by_model = SavedView.objects.filter(person=actor, list_name=list_name, name=name).delete()
    return bool(count)
