"""Components that long lists show in every row, rendered once for each of their few values."""

from functools import cache

from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


@cache
def badge(label: str, tone: str) -> SafeString:
    """The badge component. ``label`` is translated already."""
    return SafeString(render_to_string("components/badge.html", {"label": label, "tone": tone}).strip())


@cache
def footer(language: str, is_signed_in: bool) -> SafeString:  # noqa: FBT001 - the key of the stored text
    """The footer, which is the same on every page of a language."""
    context = {"LANGUAGE_CODE": language, "is_signed_in": is_signed_in}
    return render_to_string("components/footer.html", context)


def labels_of(choices: type[TextChoices]) -> dict[str, str]:
    """Each value of a closed choice with its word in the reader's language."""
    return _labels(choices, get_language())


@cache
def _labels(choices: type[TextChoices], _language: str | None) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}
