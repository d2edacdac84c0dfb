"""What guards the form of people without a session: no cookie, no puzzle, no third party.

The stamp holds the time at which the form was shown and a key of its own, so that a second click sends nothing twice.
Its template shows ``components/open_form_refusal.html`` and ``components/open_form_fields.html``.
"""

import hashlib
import secrets
from enum import StrEnum
from typing import Any, NamedTuple

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 60 * 60
LARGEST_BODY = 100_000  # three bytes for a character, each written as three signs, with room for the other fields
MOST_PER_HOUR = 20  # of one network address, behind which a whole town hall may sit
HOUR = 60 * 60
_SIGNER = signing.TimestampSigner(salt="web.open_form")


class Refusal(StrEnum):
    """Why a form that is well filled in is not taken."""

    TOO_LARGE = "too_large"
    ELSEWHERE = "elsewhere"
    TOO_OFTEN = "too_often"

    @property
    def status(self) -> int:
        return {Refusal.TOO_LARGE: 413, Refusal.ELSEWHERE: 403, Refusal.TOO_OFTEN: 429}[self]


class Stamp(NamedTuple):
    """The key of one form, and whether its age is that of a form which a person fills in."""

    key: str | None
    fits: bool


def new_key() -> str:
    return secrets.token_hex(16)


def new_stamp() -> str:
    return _SIGNER.sign(new_key())


def read_stamp(stamp: str) -> Stamp:
    try:
        key = _SIGNER.unsign(stamp, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        return Stamp(None, fits=False)
    try:
        _SIGNER.unsign(stamp, max_age=SHORTEST_SECONDS)
    except signing.SignatureExpired:
        return Stamp(key, fits=True)
    return Stamp(key, fits=False)


class OpenForm(forms.Form):
    """A field that only machines fill in, and the stamp. Both ask a person who trips over them to send once more."""

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field keeps out machines. Please empty it and send again."))
        return ""

    def clean(self) -> dict[str, Any]:
        if not self.errors and not read_stamp(self.data.get("stamp", "")).fits:
            raise forms.ValidationError(_("Nothing is lost. For safety, please check your text and send it once more."))
        return self.cleaned_data


def is_too_large(request: HttpRequest) -> bool:
    """To be asked before anything is read of what was sent."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent the form. Browsers that say nothing are believed."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    own = f"{request.scheme}://{request.get_host()}"
    return site not in {"same-origin", "none"} or request.headers.get("Origin", own) != own


def is_too_often(request: HttpRequest, form: str) -> bool:
    """Count one more of this form from the network address; true beyond the hour's limit. The address is not kept."""
    try:
        address = get_adapter().get_client_ip(request)  # behind the operator's proxy, too
    except PermissionDenied:  # the proxy does not tell: better uncounted than lost
        return False
    digest = hashlib.blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
    key = f"open-form:{form}:{digest}"
    if cache.add(key, 1, HOUR):
        return False
    try:
        return int(cache.incr(key)) > MOST_PER_HOUR
    except ValueError:  # it ran out between the two
        return False
