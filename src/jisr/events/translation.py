"""Which columns exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from jisr.events.agenda.contribution_models import ContributionCall
from jisr.events.agenda.models import Room, Session, SessionMaterial, SessionSpeaker, Venue
from jisr.events.groups.models import WorkingGroup
from jisr.events.models import Edition, Series
from jisr.events.registration.form_models import FormQuestion
from jisr.events.registration.mail_models import MailWords
from jisr.events.registration.models import ParticipantKind
from jisr.events.results.models import Decision, FollowUp
from jisr.events.timetable.models import DocumentationFile, EditionPhoto
from jisr.events.travel.models import CostRule, TravelFact


@register(Series)
class SeriesOptions(TranslationOptions):
    fields = ("name", "description")


@register(Edition)
class EditionOptions(TranslationOptions):
    fields = ("title", "summary", "place", "participants", "organisers", "partners", "formats", "outcomes", "cost_note")


@register(ParticipantKind)
class ParticipantKindOptions(TranslationOptions):
    fields = ("name",)


@register(FormQuestion)
class FormQuestionOptions(TranslationOptions):
    fields = ("label", "help_text")


@register(MailWords)
class MailWordsOptions(TranslationOptions):
    fields = ("text",)


@register(Venue)
class VenueOptions(TranslationOptions):
    fields = ("name", "access_note")


@register(Room)
class RoomOptions(TranslationOptions):
    fields = ("name",)


@register(Session)
class SessionOptions(TranslationOptions):
    fields = ("title", "abstract", "meeting_point", "transport", "permits")


@register(SessionSpeaker)
class SessionSpeakerOptions(TranslationOptions):
    fields = ("function_title",)


@register(SessionMaterial)
class SessionMaterialOptions(TranslationOptions):
    fields = ("title",)


@register(ContributionCall)
class ContributionCallOptions(TranslationOptions):
    fields = ("text", "criterion")


@register(EditionPhoto)
class EditionPhotoOptions(TranslationOptions):
    fields = ("alternative",)


@register(DocumentationFile)
class DocumentationFileOptions(TranslationOptions):
    fields = ("title",)


@register(CostRule)
class CostRuleOptions(TranslationOptions):
    fields = ("note",)


@register(TravelFact)
class TravelFactOptions(TranslationOptions):
    fields = ("text",)


@register(WorkingGroup)
class WorkingGroupOptions(TranslationOptions):
    fields = ("title", "description")


@register(Decision)
class DecisionOptions(TranslationOptions):
    fields = ("text", "decided_by")


@register(FollowUp)
class FollowUpOptions(TranslationOptions):
    fields = ("text", "outcome")
