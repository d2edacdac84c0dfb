from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "jisr.matching"
    verbose_name = _("matching")

    def ready(self) -> None:
        from jisr.matching import lexicon, merging, vocabulary  # noqa: PLC0415 - models are ready only now
        from jisr.matching.introductions import rooms as introductions  # noqa: PLC0415
        from jisr.matching.requests import rooms as requests  # noqa: PLC0415
        from jisr.matching.suggestions import rooms as suggestions  # noqa: PLC0415

        lexicon.take_words_from(vocabulary.stored_terms)
        merging.register()
        requests.register()
        introductions.register()
        suggestions.register()
