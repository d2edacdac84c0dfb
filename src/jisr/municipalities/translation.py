"""Which columns exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from jisr.municipalities.models import Authority, Country, Organisation, Region, Succession, Theme


@register([Country, Organisation, Region, Theme])
class NameOptions(TranslationOptions):
    fields = ("name",)


@register(Authority)
class AuthorityOptions(TranslationOptions):
    fields = ("name", "note")


@register(Succession)
class SuccessionOptions(TranslationOptions):
    fields = ("note",)
