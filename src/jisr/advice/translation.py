"""Which columns exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from jisr.advice.models import Holiday, ReplyTemplate, SupportOption, SupportRule


@register(Holiday)
class HolidayOptions(TranslationOptions):
    fields = ("name",)


@register(ReplyTemplate)
class ReplyTemplateOptions(TranslationOptions):
    fields = ("title", "subject", "body")


@register(SupportOption)
class SupportOptionOptions(TranslationOptions):
    fields = ("name", "text")


@register(SupportRule)
class SupportRuleOptions(TranslationOptions):
    fields = ("reason_for", "reason_against")
