"""Writes to everybody concerned what became of an edition, and shows the office such a letter before it is sent."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.audience import Audience, concerned
from jisr.events.editions.clock import days_in_words, told
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Deadline
from jisr.events.editions.states import ZONES, Kind, State, group_of
from jisr.notifications import kinds
from jisr.notifications.rendering import Correspondent, Written, write
from jisr.notifications.services import notify, notify_addresses
from jisr.web.templatetags.jisr import partial_date

MOVED = "events.edition_moved"
INVITED = "events.edition_invited"
TEMPLATE = "events/mail/edition"
LANGUAGES = ("de", "en", "ar")
SUBJECTS = {
    "announce": _("A meeting is announced: %(title)s"),
    "announce_again": _("A meeting has new days: %(title)s"),
    "open": _("Registration is open: %(title)s"),
    "close": _("Registration is closed: %(title)s"),
    "start": _("A meeting begins: %(title)s"),
    "finish": _("A meeting was held: %(title)s"),
    "document": _("The documentation is there: %(title)s"),
    "postpone": _("A meeting is postponed: %(title)s"),
    "cancel": _("A meeting is cancelled: %(title)s"),
    "relocate": _("A meeting takes place elsewhere: %(title)s"),
    "change_mode": _("A meeting takes place in another way: %(title)s"),
    "invite": _("You are invited: %(title)s"),
}


def declare_kinds() -> None:
    kinds.declare(MOVED, _("what became of meetings you take part in"), mandatory=True)
    kinds.declare(INVITED, _("invitations to meetings"))


@dataclass(frozen=True)
class Letter:
    """What a message says, in no language yet."""

    subject_line: Promise
    context: Mapping[str, Any]
    url: str


def letter(
    edition: Edition,
    step: str,
    *,
    before: str = "",
    reason: str = "",
    notes: Mapping[str, str] | None = None,
    moved: Iterable[Deadline] = (),
) -> Letter:
    """The words for a step from the state ``before``.

    ``notes``: what the office adds, by language; ``moved``: the deadlines that moved along with new days.
    """
    if step == "announce" and before == State.POSTPONED:
        step = "announce_again"
    added = dict(notes or {})
    context = {
        "step": step,
        "group": group_of(edition.series.kind, edition.mode).value,
        "kind": Kind(edition.series.kind).label,
        "title": _title(edition),
        "place": lazy(lambda: str(edition.place), str)(),
        "country": lazy(lambda: str(edition.country.name) if edition.country else "", str)(),
        "is_online": edition.mode == "online",
        "is_hybrid": edition.mode == "hybrid",
        "days": lazy(lambda: days_in_words(edition), str)(),
        "opens_later": step in ("announce", "announce_again")
        or (step == "invite" and edition.state == State.ANNOUNCED),
        "deadline": lazy(lambda: partial_date(edition.registration_deadline), str)(),
        "zone": dict(ZONES)[edition.zone],
        "moved": [(each.label, _until(each, edition.zone)) for each in moved if each.moved],
        "reason": reason.strip(),
        "note": lazy(lambda: added.get(get_language() or "", ""), str)(),
    }
    url = edition.get_absolute_url() if edition.is_public or step == "announce" else ""
    return Letter(_subject(step, edition), context, url)


def _until(deadline: Deadline, zone: str) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(lambda: told(deadline.moved.closes_at, zone) if deadline.moved else "", str)()


def _title(edition: Edition) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(lambda: str(edition.title), str)()


def _subject(step: str, edition: Edition) -> Any:  # noqa: ANN401
    return lazy(lambda: str(SUBJECTS[step]) % {"title": edition.title}, str)()


def tell_step(edition: Edition, words: Letter, *, actor: Any, at: datetime) -> int:  # noqa: ANN401 - or the system
    """Tell everybody concerned but the one who did it; return how many that were."""
    people = concerned(edition)
    users = [user for user in people.users if user.pk != actor.pk]
    return send(words, Audience(users, people.addresses), kind=MOVED, at=at)


def tell_place(
    edition: Edition,
    languages: Collection[str],
    *,
    in_another_way: bool = False,
    actor: Any,  # noqa: ANN401 - a person or the system
    at: datetime,
) -> int:
    """Tell everybody concerned who reads one of ``languages`` where and how it takes place now; return how many."""
    people = concerned(edition)
    users = [user for user in people.users if user.pk != actor.pk and user.preferred_language in languages]
    addresses = [each for each in people.addresses if each.preferred_language in languages]
    step = "change_mode" if in_another_way else "relocate"
    return send(letter(edition, step), Audience(users, addresses), kind=MOVED, at=at)


def send(words: Letter, people: Audience, *, kind: str, at: datetime) -> int:
    """One message for each of ``people``."""
    how: dict[str, Any] = {
        "subject_line": words.subject_line,
        "template": TEMPLATE,
        "context": words.context,
        "url": words.url,
        "at": at,
    }
    return len(notify(kind, to=people.users, **how)) + len(notify_addresses(kind, to=people.addresses, **how))


def shown_in_all_languages(words: Letter) -> Iterable[Written]:
    """The message as each of three readers would get it."""
    for language in LANGUAGES:
        with override(language):
            name = str(_("(name of the reader)"))
        reader = Correspondent("", language, name)
        yield write(
            reader=reader, subject_line=words.subject_line, template=TEMPLATE, context=words.context, url=words.url
        )
