"""Who may read and who may add papers: what the rule of their subject says."""

from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from jisr.documents import access
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule


class About(Protocol):
    """What names a subject: a document does, and so does ``Subject``."""

    subject_type: str
    subject_key: str


READ = permission("documents.read", _("read papers of a case"))
WRITE = permission("documents.write", _("add papers to a case"))


@rule(READ)
def may_read(actor: Any, about: About) -> Verdict:  # noqa: ANN401 - rules know their actors
    rules = access.of(about.subject_type)
    if not _is_signed_in(actor) or rules is None:
        return deny(_("This document is not open to you."))
    return _verdict(rules.may_read(actor, about.subject_key))


@rule(WRITE)
def may_write(actor: Any, about: About) -> Verdict:  # noqa: ANN401
    rules = access.of(about.subject_type)
    if not _is_signed_in(actor) or rules is None:
        return deny(_("You cannot add documents here."))
    if not may_read(actor, about):
        return deny(_("You cannot add documents here."))
    return _verdict(rules.may_write(actor, about.subject_key))


def _is_signed_in(actor: Any) -> bool:  # noqa: ANN401
    return bool(getattr(actor, "is_authenticated", False) and actor.is_active)


def _verdict(answer: Verdict | bool) -> Verdict:  # noqa: FBT001 - a room's rule may say plainly yes or no
    if isinstance(answer, Verdict):
        return answer
    return ALLOW if answer else deny(_("This document is not open to you."))
