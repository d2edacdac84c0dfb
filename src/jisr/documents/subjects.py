"""A subject named in an address: signed, so that nobody counts through subjects, and no number is shown."""

from typing import NamedTuple

from django.core import signing
from django.db import models
from django.urls import reverse

_SALT = "documents.subject"


class Subject(NamedTuple):
    """What a paper belongs to."""

    subject_type: str
    subject_key: str


def subject_of(owner: models.Model | Subject) -> Subject:
    """What an object is called as a subject."""
    return owner if isinstance(owner, Subject) else Subject(owner._meta.label_lower, str(owner.pk))


def token_of(owner: models.Model | Subject) -> str:
    return signing.dumps(list(subject_of(owner)), salt=_SALT)


def read_token(token: str) -> Subject | None:
    """The subject, or nothing for a token that we did not sign."""
    try:
        return Subject(*signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError):
        return None


def upload_url(owner: models.Model | Subject) -> str:
    """Where a paper is added to ``owner``; only for people who may."""
    return reverse("documents:add", args=[token_of(owner)])
