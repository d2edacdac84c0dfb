"""Tells speakers, interpreters and those who signed up what changed, and authors what became of a contribution."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.agenda.comparing import Difference, What
from jisr.events.agenda.doing import Part
from jisr.events.agenda.published import PublishedRoom, PublishedSession, Texts
from jisr.events.editions.clock import told
from jisr.events.editions.models import Edition
from jisr.events.editions.states import State
from jisr.events.registration.audience import correspondent
from jisr.events.registration.models import Participant
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.search import listed
from jisr.notifications import kinds
from jisr.notifications.services import notify, notify_address

if TYPE_CHECKING:
    from jisr.events.agenda.contribution_models import Contribution
    from jisr.events.agenda.models import Session, SessionSpeaker
    from jisr.events.agenda.signup_models import SessionSignup

# What changed, what the reader does there, and the names of those whom the reader registered for it.
Told = tuple[Difference, tuple[Part, ...], tuple[str, ...]]
TEMPLATE: Final = "events/mail/agenda"
PUBLISHED: Final = "events.programme_published"
CONSENT: Final = "events.consent_asked"
CONTRIBUTION: Final = "events.contribution"
SIGNUP: Final = "events.session_signup"
LEFT: Final = "events.speaker_left"


def declare_kinds() -> None:
    kinds.declare(PUBLISHED, _("changes of sessions that concern you"))
    kinds.declare(CONSENT, _("whether you are shown as a speaker"))
    kinds.declare(CONTRIBUTION, _("what became of your contributions"))
    kinds.declare(SIGNUP, _("places in sessions that you signed up for"))
    kinds.declare(LEFT, _("speakers and interpreters who do not come"))


def tell_published(
    edition: Edition,
    changes: Iterable[Told],
    rooms: Mapping[str, PublishedRoom],
    *,
    to: Iterable[User] | Participant,
    is_first: bool,
    at: datetime,
) -> None:
    """Tell people with an account of the sessions that concern them, or one participant who has none."""
    subject = (
        _("The programme is published: your sessions") if is_first else _("Sessions that concern you have changed")
    )
    lines = [_lazily(lambda each=each: in_words(*each, edition.zone, rooms)) for each in changes]
    context = {"step": "published", "edition": _lazily(lambda: edition.title), "lines": lines}
    if isinstance(to, Participant):
        url = reverse("registration:claim", args=[to.public_id])
        sent = {"template": TEMPLATE, "context": context, "url": url, "at": at}
        notify_address(PUBLISHED, to=correspondent(to), subject_line=subject, **sent)
        return
    url = "" if edition.state == State.PLANNED else edition.get_absolute_url()
    _write(PUBLISHED, subject, context, to=to, url=url, at=at)


def ask_consent(session: "Session", speakers: Iterable["SessionSpeaker"], *, at: datetime) -> None:
    """Ask those with an account whether they may be shown, each once however many roles they have."""
    people = {row.participant.user for row in speakers if row.participant and row.participant.user}
    context = {
        "step": "consent",
        "edition": _lazily(lambda: session.edition.title),
        "session": _lazily(lambda: session.title),
    }
    url = reverse("agenda:appearances", args=[session.edition.slug])
    _write(CONSENT, _("May we show that you speak in a session?"), context, to=people, url=url, at=at)


def tell_decision(contribution: "Contribution", *, is_registered: bool = True, at: datetime) -> None:
    """Tell the author whether a contribution is accepted, and why not; who is not registered yet is asked to."""
    subjects = {
        "accepted": _("Your contribution is accepted"),
        "declined": _("Your contribution was not chosen"),
    }
    if contribution.author is None:
        return
    edition = contribution.call.edition
    context = {
        "step": contribution.state if is_registered else "accepted_unregistered",
        "edition": _lazily(lambda: edition.title),
        "title": contribution.title,
        "reason": contribution.reason,
    }
    subject = subjects[contribution.state]
    url = contribution.get_absolute_url() if is_registered else reverse("registration:door", args=[edition.slug])
    _write(CONTRIBUTION, subject, context, to=[contribution.author], url=url, at=at)


def tell_left(participant: Participant, sessions: Iterable["Session"], *, at: datetime) -> None:
    """Tell the events team that somebody who does not come is still down for sessions."""
    edition = participant.edition
    context = {
        "step": "left",
        "edition": _lazily(lambda: edition.title),
        "person": participant.full_name,
        "lines": [_lazily(lambda each=each: session_line(each, edition.zone)) for each in sessions],
    }
    roles = [Role.EVENTS, Role.ADMINISTRATOR]
    team = User.objects.filter(Q(roles__role__in=roles), is_active=True).distinct()
    url = reverse("agenda:conflicts", args=[edition.slug])
    _write(LEFT, _("Somebody who speaks or interprets does not come"), context, to=team, url=url, at=at)


def session_line(session: "Session", zone: str) -> str:
    """A session and when it is."""
    when = told(session.starts_at, zone) if session.starts_at else ""
    return f"{session.title}: {when}" if when else str(session.title)


def invite_reviewer(edition: Edition, reviewer: User, *, at: datetime) -> None:
    context = {"step": "reviewer", "edition": _lazily(lambda: edition.title)}
    url = reverse("agenda:contributions", args=[edition.slug])
    _write(CONTRIBUTION, _("Please review contributions to a meeting"), context, to=[reviewer], url=url, at=at)


def tell_signups(step: str, signups: Iterable["SessionSignup"], *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Tell people that they have a place (``seat``), wait for one (``queue``) or are signed ``off``.

    Who has no account gets it by mail. Of those who have no address either, whoever registered them is told, unless
    they did it: one message for each meeting that names everybody.
    """
    silent: dict[tuple[User, Edition], list[SessionSignup]] = defaultdict(list)
    for row in signups:
        person = row.participant
        sender = person.party.registered_by if person.party else None
        if person.user is not None or person.email:
            _tell_own(step, row, at=at)
        elif sender is not None and sender.pk != actor.pk:
            silent[sender, row.session.edition].append(row)
    for (sender, edition), rows in silent.items():
        _tell_sender(step, edition, rows, to=sender, at=at)


def _tell_own(step: str, signup: "SessionSignup", *, at: datetime) -> None:
    subjects = {
        "seat": _("You have a place in a session"),
        "queue": _("You wait for a place in a session"),
        "off": _("You are signed off from a session"),
    }
    session, participant = signup.session, signup.participant
    edition = session.edition
    context = {
        "step": step,
        "edition": _lazily(lambda: edition.title),
        "session": _lazily(lambda: session.title),
        "when": _lazily(lambda: told(session.starts_at, edition.zone) if session.starts_at else ""),
    }
    if participant.user is not None:
        url = reverse("agenda:sign_up", args=[edition.slug, session.public_id])
        _write(SIGNUP, subjects[step], context, to=[participant.user], url=url, at=at)
    else:
        sent = {"template": TEMPLATE, "context": context, "url": edition.get_absolute_url(), "at": at}
        notify_address(SIGNUP, to=correspondent(participant), subject_line=subjects[step], **sent)


def _tell_sender(step: str, edition: Edition, signups: Iterable["SessionSignup"], *, to: User, at: datetime) -> None:
    """Those whom a person registered for a meeting, session by session."""
    subjects = {
        "seat": _("A place in a session for people whom you registered"),
        "queue": _("People whom you registered wait for a place in a session"),
        "off": _("People whom you registered are signed off from a session"),
    }
    names: dict[Session, list[str]] = defaultdict(list)
    for row in signups:
        names[row.session].append(row.participant.full_name)
    context = {
        "step": f"{step}_for_others",
        "edition": _lazily(lambda: edition.title),
        "lines": [_lazily(lambda pair=pair: _named(*pair, edition.zone)) for pair in names.items()],
    }
    url = edition.get_absolute_url()
    if len(names) == 1:
        url = reverse("agenda:sign_up", args=[edition.slug, next(iter(names)).public_id])
    _write(SIGNUP, subjects[step], context, to=[to], url=url, at=at)


def _named(session: "Session", names: Iterable[str], zone: str) -> str:
    """``Site visit, 14 September 2027, 9:00 (Berlin) / 10:00 (Hebron): Ali, Layla``."""
    where = listed(session.title, told(session.starts_at, zone)) if session.starts_at else str(session.title)
    return f"{where}: {listed(*names)}"


def in_words(
    change: Difference, does: Iterable[Part], names: Sequence[str], zone: str, rooms: Mapping[str, PublishedRoom]
) -> str:
    """One change as a line: the session, what the reader does, what is different, a place that is news, for whom."""
    words = [*map(str, does), *parts(change, zone)]
    if {What.NEW, What.REVIVED, What.ROOM} & set(change.what):
        words.append(place_of(change.after, rooms))
    between = pgettext("between the parts of a sentence", "; ")
    line = f"{choose(change.after.title)}: {between.join(filter(None, words))}"
    if not names:
        return line
    return gettext("%(change)s (registered by you: %(names)s)") % {"change": line, "names": listed(*names)}


def place_of(session: PublishedSession, rooms: Mapping[str, PublishedRoom]) -> str:
    """Room, house and meeting point, as far as they are known."""
    room = rooms.get(session.room or "")
    names = [choose(room.name), choose(room.venue)] if room else []
    return listed(*names, choose(session.meeting_point) if any(session.meeting_point.values()) else "")


def parts(change: Difference, zone: str) -> list[str]:
    """What is different, one part for each kind of change."""
    after, before = change.after, change.before
    words = {
        What.NEW: lambda: gettext("%(when)s, new") % {"when": told(after.starts_at, zone)},
        What.CANCELLED: lambda: gettext("does not take place"),
        What.REVIVED: lambda: gettext("takes place after all: %(when)s") % {"when": told(after.starts_at, zone)},
        What.MOVED: lambda: (
            gettext("now %(when)s, %(minutes)s minutes (before: %(before)s)")
            % {
                "when": told(after.starts_at, zone),
                "minutes": after.minutes,
                "before": told(before.starts_at, zone) if before else "",
            }
        ),
        What.ROOM: lambda: gettext("another room or meeting point"),
        What.PEOPLE: lambda: gettext("other speakers"),
        What.LANGUAGES: lambda: gettext("other languages"),
        What.TEXT: lambda: gettext("text or details changed"),
    }
    return [words[what]() for what in change.what]


def choose(texts: Texts) -> str:
    """The text in the reader's language, else in one that there is."""
    wanted = (get_language() or "en")[:2]
    found = next((texts[code] for code in (wanted, *LANGUAGES) if texts.get(code)), "")
    return found or pgettext("a session without a title", "untitled")


def _lazily(make: Any) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(make, str)()


def _write(
    kind: str,
    subject: Any,  # noqa: ANN401 - text that is read in each reader's language
    context: dict[str, Any],
    *,
    to: Iterable[User],
    url: str,
    at: datetime,
) -> None:
    notify(kind, to=to, subject_line=subject, template=TEMPLATE, context=context, url=url, at=at)
