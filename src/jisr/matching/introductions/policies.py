"""Who may begin, answer, read, work in and end introductions, and why not."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.matching.introductions.states import BOTH, Side, State
from jisr.matching.policies import matches_for_office
from jisr.municipalities.policies import Actor, acts_for, coordinates, reads_for_office

if TYPE_CHECKING:
    from jisr.matching.introductions.models import Introduction
    from jisr.municipalities.models import Authority

SUGGEST_PAIR = permission("matching.suggest_pair", _("suggest two authorities to each other"))
SHOW_INTEREST = permission("matching.show_interest", _("show an authority's interest in another one"))
READ_INTRODUCTION = permission("matching.read_introduction", _("see an introduction"))
ANSWER_INTRODUCTION = permission("matching.answer_introduction", _("say yes or no for an authority"))
END_INTRODUCTION = permission("matching.end_introduction", _("end an introduction"))
WORK_TOGETHER = permission("matching.work_together", _("write in the room of an introduction"))
READ_ROOM_ROW = permission("matching.read_room_row", _("read what was written in the room of an introduction"))
READ_OPENED_CONTACTS = permission("matching.read_opened_contacts", _("see the contacts that an introduction opened"))

SHARED = (State.OPEN, State.CONCLUDED)  # both sides read all that was written; later each side keeps its own


def seat_of(actor: Actor, introduction: "Introduction") -> Side | None:
    """For whom the actor speaks here: for a side as its coordinator, or for the office."""
    for side in BOTH:
        if coordinates(actor, introduction.authority_of(side)):
            return side
    return Side.OFFICE if matches_for_office(actor) else None


def sides_of(actor: Actor, introduction: "Introduction") -> list[Side]:
    """The sides whose confirmed member the actor is, in whatever role."""
    return [side for side in BOTH if acts_for(actor, introduction.authority_of(side))]


@rule(SUGGEST_PAIR)
def may_suggest(actor: Actor, _subject: object) -> Verdict:
    return ALLOW if matches_for_office(actor) else deny(_("Only the programme office sends suggestions."))


@rule(SHOW_INTEREST)
def may_show_interest(actor: Actor, authority: "Authority") -> Verdict:
    if coordinates(actor, authority):
        return ALLOW
    return deny(_("Only a confirmed coordinator of the authority can show its interest."))


@rule(READ_INTRODUCTION)
def may_read(actor: Actor, introduction: "Introduction") -> Verdict:
    if reads_for_office(actor) or sides_of(actor, introduction):
        return ALLOW
    return deny(_("Only the two authorities and the programme office see this introduction."))


@rule(ANSWER_INTRODUCTION)
def may_answer(actor: Actor, authority: "Authority") -> Verdict:
    if coordinates(actor, authority):
        return ALLOW
    return deny(_("Only a confirmed coordinator says yes or no for an authority."))


@rule(END_INTRODUCTION)
def may_end(actor: Actor, introduction: "Introduction") -> Verdict:
    if seat_of(actor, introduction) is not None:
        return ALLOW
    return deny(_("Only coordinators of the two authorities and the programme office can do this."))


@rule(WORK_TOGETHER)
def may_work(actor: Actor, introduction: "Introduction") -> Verdict:
    if introduction.state != State.OPEN:
        return deny(_("This introduction is not open."))
    return may_end(actor, introduction)


@rule(READ_ROOM_ROW)
def may_read_row(actor: Actor, row: Any) -> Verdict:  # noqa: ANN401 - a note, call, visit, step or paper
    """The office reads all; both sides while it is open and after a good end; else each side what it wrote."""
    introduction = row.introduction
    if reads_for_office(actor):
        return ALLOW
    mine = sides_of(actor, introduction)
    if mine and (introduction.state in SHARED or row.side in mine):
        return ALLOW
    return deny(_("Only the two authorities and the programme office see this introduction."))


@rule(READ_OPENED_CONTACTS)
def may_read_contacts(actor: Actor, introduction: "Introduction") -> Verdict:
    """For members of both sides at once, exactly as long as both have said yes and it is open."""
    if introduction.are_contacts_open and sides_of(actor, introduction):
        return ALLOW
    return deny(_("Contacts open to both sides at once, when both have said yes."))
