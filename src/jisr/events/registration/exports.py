"""The list of participants as a file, for the events team."""

from functools import partial
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.events.editions.models import Edition
from jisr.events.registration import answering
from jisr.events.registration.form_models import FormAnswer, FormQuestion
from jisr.events.registration.listing import participant_listing
from jisr.events.registration.models import Participant
from jisr.events.registration.policies import LIST_PARTICIPANTS
from jisr.exports import tables
from jisr.exports.tables import Column
from jisr.web.structured_data import absolute


def _day(at: Any) -> Any:  # noqa: ANN401 - a moment or nothing
    return timezone.localdate(at) if at else None


COLUMNS = (
    Column("reference", _("Reference"), lambda row: row.party.reference if row.party else ""),
    Column("name", _("Name"), lambda row: row.full_name),
    Column("email", _("E-mail address"), lambda row: row.email),
    Column("function", _("Function"), lambda row: row.function_title),
    Column("kind", _("Takes part as"), lambda row: row.kind.name),
    Column("body", _("Sent by"), lambda row: row.body.name if row.body else ""),
    Column("side", pgettext_lazy("of the programme", "Side"), lambda row: row.side.label),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("presence", _("Takes part"), lambda row: row.get_presence_display()),
    Column("languages", _("Languages"), lambda row: row.spoken),
    Column("release", _("Release by the employer"), lambda row: row.get_release_display()),
    Column("registered", _("Registered on"), lambda row: _day(row.registered_at), "date"),
    Column("confirmed", _("Confirmed on"), lambda row: _day(row.confirmed_at), "date"),
    Column("page", pgettext_lazy("address of a page", "Link"), lambda row: absolute(row.get_absolute_url()), "url"),
)


def register() -> None:
    title = _("Participants of a meeting")
    tables.register("participants", title, columns=COLUMNS, rows=_rows, permission=LIST_PARTICIPANTS, more=_answers)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[Participant]:  # noqa: ANN401 - the same for all who may
    edition = _edition(parameters)
    if edition is None:
        return Participant.objects.none()
    answers = FormAnswer.objects.visible_to(actor).select_related("version", "question")
    return participant_listing(edition, parameters).rows.prefetch_related(Prefetch("answers", answers))


def _edition(parameters: QueryDict) -> Edition | None:
    found: Edition | None = Edition.objects.filter(slug=parameters.get("edition", "")).first()
    return found


def _answers(_actor: Any, parameters: QueryDict) -> list[Column]:  # noqa: ANN401
    """One column for each question that is asked, or whose answers are still kept."""
    edition = _edition(parameters)
    if edition is None:
        return []
    kept = FormAnswer.objects.filter(participant__edition=edition)
    questions = FormQuestion.objects.filter(edition=edition)
    shown = questions.filter(Q(removed_at=None) | Q(pk__in=kept.values("question")))
    names = answering.Names(kept)
    return [Column(row.field_name, _label(row), partial(_answer, row.pk, names)) for row in shown]


def _label(question: FormQuestion) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(lambda: str(question.label), str)()


def _answer(question: int, names: answering.Names, row: Participant) -> str:
    """From what was fetched with the row: a list of any length asks no more."""
    given = next((answer for answer in row.answers.all() if answer.question_id == question), None)
    return answering.text_of(given, names) if given else ""
