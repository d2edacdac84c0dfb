"""What the desk adds to other rooms: own data, erasure, messages; and its keys for merging."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.municipalities.desk import holdings, saved_lists, seeing
from jisr.municipalities.forms.saved_view import SaveViewForm
from jisr.municipalities.models import FactSource, Proposal, SavedView
from jisr.municipalities.policies import decides_for_office
from jisr.municipalities.services.merging import register_own
from jisr.municipalities.services.proposals import PROPOSAL_DECIDED
from jisr.municipalities.waiting import proposals_waiting
from jisr.notifications import kinds
from jisr.web import panels, waiting, workspace_menu
from jisr.web.listing import Listing
from jisr.web.panels import Panel


def register() -> None:
    _declare()
    register_own()
    holdings.register()
    personal.register_export("saved_views", own_views)
    personal.register_export("proposals", own_proposals)
    personal.register_erasure("desk", take_out)
    waiting.register("proposals", proposals_waiting)
    workspace_menu.register(30, _("Proposals"), "municipalities:proposals")
    workspace_menu.register(64, _("Possible duplicates"), "municipalities:duplicates", decides_for_office)
    seeing.register()
    saved_lists.register(saved_lists.TRAIL)
    panels.register("trail head", "saved views", views_of_trail, place=10)
    kinds.declare(PROPOSAL_DECIDED, _("decision on a proposal"))


def views_of_trail(request: HttpRequest, listing: Listing) -> Panel:
    """One's own views of the trail, and the form that keeps the present one."""
    views = saved_lists.views_of(request, saved_lists.TRAIL.name, listing)
    form = SaveViewForm(initial={"query": listing.query.urlencode()})
    context = {"kind": saved_lists.TRAIL, "views": views, "view_form": form}
    return Panel("municipalities/panel_saved_views.html", context)


def _declare() -> None:
    personal.declare(
        *("municipalities.AuthorityContact", "email", "phone"),
        purpose=_("reaching a function of an authority; no address of a person belongs here"),
        retention=Retention.PURPOSE,
        erasure=_("belongs to a function, not to a person; staff remove it when the function ends"),
    )
    personal.declare(
        *("municipalities.SavedView", "person"),
        purpose=_("showing people their own views of lists"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.DELETED,
    )
    personal.declare(
        *("municipalities.Proposal", "proposed_by"),
        purpose=_("telling the proposer what was decided"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("municipalities.Proposal", "decided_by"),
        purpose=_("knowing who decided for the office"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("municipalities.FactSource", "entered_by"),
        purpose=_("knowing whom to ask about a fact"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.EMPTIED,
    )


def own_views(user: User) -> OwnData:
    rows = [{"list": view.list_name, "name": view.name, "query": view.query} for view in user.saved_views.all()]
    return OwnData(title=_("Your saved views"), rows=rows)


def own_proposals(user: User) -> OwnData:
    rows = [
        {"authority": row.authority.name, "values": row.values, "state": row.get_state_display(), "reason": row.reason}
        for row in user.proposals.select_related("authority")
    ]
    return OwnData(title=_("Your proposals"), rows=rows)


def take_out(user: User) -> int:
    """Delete a person's views and take their name off their proposals and entries."""
    views, _by_model = SavedView.objects.filter(person=user).delete()
    proposals = Proposal.objects.filter(proposed_by=user).update(proposed_by=None)
    decided = Proposal.objects.filter(decided_by=user).update(decided_by=None)
    return views + proposals + decided + FactSource.objects.filter(entered_by=user).update(entered_by=None)
