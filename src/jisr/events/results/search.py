"""What the site search knows about results: what the office published, and nothing else."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jisr.events.results import sheets
from jisr.events.results.accounts import spoken
from jisr.events.results.minutes import title_in
from jisr.events.results.models import Decision, Minutes, Outcome, ResultSheet
from jisr.events.results.presenting import results_url
from jisr.events.results.releasing import SEARCH_KIND
from jisr.kernel.text.stems import LANGUAGES, Language
from jisr.search import sources
from jisr.search.sources import Item, Source, Text


def register() -> None:
    sources.register(SEARCH_KIND, _("Results of meetings"), Source(results), place=36)


def results(keys: Collection[str] | None) -> Iterator[Item]:
    """All that is public, or of that what is asked for; a key is the model's name and the public id."""
    for model in (ResultSheet, Minutes, Decision):
        rows = model.objects.released().select_related("edition").order_by("pk")
        if keys is not None:
            prefix = f"{model._meta.model_name}:"
            rows = rows.filter(public_id__in=[key.removeprefix(prefix) for key in keys if key.startswith(prefix)])
        for row in rows:
            yield Item(
                f"{model._meta.model_name}:{row.public_id}",
                {language: _text(row, language) for language in LANGUAGES},
                position=-row.edition.start_on.toordinal(),
            )


def _text(row: Outcome, language: Language) -> Text:
    content = row.released or {}
    with override(language):
        title = title_in(content.get("titles", {}), language) or row.edition.title
        if isinstance(row, ResultSheet):
            body = " · ".join(part.text for part in sheets.shown(content, language))
            return Text(title=title, path=row.public_url, summary=row.edition.title, body=body)
        if isinstance(row, Minutes):
            body = " · ".join(text for _kind, text in content["blocks"])
            return Text(title=title, path=row.public_url, summary=row.edition.title, body=body)
        text, _code = spoken(content["text"], language, content["language"])
        path = f"{results_url(row.edition)}#decision-{row.public_id}"
        return Text(title=text[:160], path=path, summary=row.edition.title, body=text)
