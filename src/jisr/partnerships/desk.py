"""What ties add to the office's work on authorities: merging, and being found under a changed name."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.access import name_actions
from jisr.documents import access
from jisr.documents.access import Place
from jisr.documents.models import Document
from jisr.kernel import personal, trail
from jisr.kernel.errors import DomainError
from jisr.kernel.personal import Erasure, Retention
from jisr.kernel.policy import may
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.desk.sheets import follow_authority
from jisr.municipalities.models import Authority, FormerSlug
from jisr.municipalities.policies import acts_for, decides_for_office
from jisr.municipalities.services import merging
from jisr.municipalities.services.succession import Holding, register_holdings
from jisr.partnerships.alarms import ties_waiting
from jisr.partnerships.joining import carry_over, merge_rows
from jisr.partnerships.models import ContactRule, Expectation, Partnership
from jisr.partnerships.policies import reads_for_tie
from jisr.partnerships.search import PARTNERSHIP
from jisr.search import services as search
from jisr.web import waiting, workspace_menu


def register() -> None:
    follow_authority("partnerships", index_ties)
    for side, other in (("german", "palestinian_id"), ("palestinian", "german_id")):
        merging.register("partnerships.Partnership", side, same=[other], asks=True, absorb=absorb_tie)
    merging.register("partnerships.ProjectPartner", "organisation")
    merge_rows("partnerships.Expectation.tie", join_promises)
    personal.declare(
        *("partnerships.TieContact", "email", "phone"),
        purpose=_("reaching a function of a partnership; no address of a person belongs here"),
        retention=Retention.PURPOSE,
        erasure=_("belongs to a function, not to a person; staff remove it when the function ends"),
    )
    personal.declare(
        *("partnerships.ContactRule", "set_by"),
        purpose=_("knowing who set a rule of the office"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_erasure("contact_rules", take_out)
    register_holdings("00 ties", ties_of)
    waiting.register("ties", ties_waiting)
    workspace_menu.register(66, _("Partnerships without contact"), "ties:silent", decides_for_office)
    access.register(Partnership._meta.label_lower, _may_read_papers, _may_add_papers, _place)
    name_actions(
        {
            "partnerships.tie_moved": _("went on with the successor of an authority"),
            "partnerships.tie_alarm_set": _("months without contact set"),
            "partnerships.contact_rule_set": _("rule for contacts set"),
        }
    )


def _tie(key: str) -> Partnership | None:
    rows = Partnership.objects.select_related("german", "palestinian")
    found: Partnership | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _may_read_papers(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    tie = _tie(key)
    return tie is not None and reads_for_tie(actor, tie)


def _may_add_papers(actor: Any, key: str) -> bool:  # noqa: ANN401
    tie = _tie(key)
    return tie is not None and (
        may(actor, EDIT_FACTS, tie) or acts_for(actor, tie.german) or acts_for(actor, tie.palestinian)
    )


def _place(key: str) -> Place | None:
    tie = _tie(key)
    return Place(str(tie), tie.hub_url) if tie else None


def ties_of(authority: Authority) -> list[Holding]:
    """The ties of an authority that has become another one: each may go on with a successor."""
    rows = Partnership.objects.of(authority).select_related("german", "palestinian")
    return [Holding(f"tie:{tie.slug}", _("Partnerships"), str(tie), _mover(tie, authority)) for tie in rows]


def _mover(tie: Partnership, predecessor: Authority) -> Callable[[Authority, Any], None]:
    def move(successor: Authority, actor: Any) -> None:  # noqa: ANN401 - a person
        side = "german" if tie.german_id == predecessor.pk else "palestinian"
        other = "palestinian" if side == "german" else "german"
        partner = getattr(tie, f"{other}_id")
        if Partnership.objects.filter(**{side: successor, f"{other}_id": partner}).exists():
            raise DomainError(_("The successor has a tie with the same partner already. Let the old one stay."))
        setattr(tie, side, successor)
        tie.save()
        search.update(PARTNERSHIP, tie.slug)
        trail.record("partnerships.tie_moved", tie, actor=actor, changes={side: [predecessor.slug, successor.slug]})

    return move


def take_out(user: User) -> int:
    """Take a person's name off the rules they set."""
    return ContactRule.objects.filter(set_by=user).update(set_by=None)


def index_ties(authority: Authority) -> None:
    """A tie bears the names of its authorities."""
    for slug in Partnership.objects.of(authority).values_list("slug", flat=True):
        search.update(PARTNERSHIP, slug)


def join_promises(kept: Expectation, dropped: Expectation) -> None:
    """What a side promised in the tie that goes holds where nothing was said in the one that stays."""
    if not kept.promise and dropped.promise:
        for name in ("promise", "promised", "promised_by"):
            setattr(kept, name, getattr(dropped, name))
    kept.note = "\n".join(dict.fromkeys(note for note in (kept.note, dropped.note) if note))
    kept.version += 1
    kept.save()


def absorb_tie(kept: Partnership, dropped: Partnership) -> None:
    """Save all that hangs on a tie that goes, and its papers; its address leads on."""
    carry_over(kept, dropped)
    Document.objects.of(dropped).update(subject_key=str(kept.pk))
    lead_on(dropped.slug, kept.slug)
    search.remove(PARTNERSHIP, dropped.slug)
    search.update(PARTNERSHIP, kept.slug)


def lead_on(former: str, current: str) -> None:
    """An address that was given up leads to the one that a tie has now; one that is taken up again leads nowhere."""
    rows = FormerSlug.objects.filter(subject_type=Partnership._meta.label_lower)
    rows.filter(slug=current).delete()
    rows.filter(current_slug=former).update(current_slug=current)
    rows.update_or_create(subject_type=Partnership._meta.label_lower, slug=former, defaults={"current_slug": current})
