"""Which columns exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from jisr.partnerships.models import JointProject, Milestone, Partnership, Project


@register(Partnership)
class PartnershipOptions(TranslationOptions):
    fields = ("founding_event", "status_note")


@register([Milestone, Project])
class TextOptions(TranslationOptions):
    fields = ("text",)


@register(JointProject)
class JointProjectOptions(TranslationOptions):
    fields = ("title", "summary")
