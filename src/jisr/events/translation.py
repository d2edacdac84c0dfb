"""Which columns exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from jisr.events.models import Edition, Series


@register(Series)
class SeriesOptions(TranslationOptions):
    fields = ("name", "description")


@register(Edition)
class EditionOptions(TranslationOptions):
    fields = ("title", "place", "participants", "organisers", "partners", "formats", "outcomes", "cost_note")
