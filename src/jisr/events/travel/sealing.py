"""Seals personal travel data for the database and opens it again.

AES-256-GCM under a key that HKDF derives from ``TRAVEL_KEY``. A sealed value begins with its format and the mark of
its key, and is bound to its row: moved to another person it does not open. Of several keys the first one seals, all
open; ``jisr reseal_travel`` brings everything under the first one.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError

FORMAT: Final = b"\x01"
MARK_BYTES, NONCE_BYTES, KEY_BYTES = 8, 12, 32
PURPOSE: Final = b"jisr travel data 1"


class CannotOpen(DomainError):
    """The data is there, but this installation cannot read it: its key is missing or another one."""


def seal(values: Mapping[str, Any], *, owner: UUID) -> bytes:
    """The values under the first key. ``owner``: the participant to whom they belong."""
    key = keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    head = FORMAT + mark_of(key)
    plain = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    return head + nonce + _cipher(key).encrypt(nonce, plain, _bound(head, owner))


def unseal(sealed: bytes | memoryview, *, owner: UUID) -> dict[str, Any]:
    """Raises ``CannotOpen`` for a key that is not here, and for data that was changed or belongs to somebody else."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - only where something is opened

    sealed = bytes(sealed)
    start = len(FORMAT) + MARK_BYTES
    head, nonce, rest = sealed[:start], sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    key = next((key for key in keys() if FORMAT + mark_of(key) == head), None)
    if key is None:
        raise CannotOpen(_refusal(), mark=head[1:].hex())
    try:
        opened: dict[str, Any] = json.loads(_cipher(key).decrypt(nonce, rest, _bound(head, owner)))
    except InvalidTag as error:
        raise CannotOpen(_refusal(), mark=head[1:].hex()) from error
    return opened


def is_under_first_key(sealed: bytes | memoryview) -> bool:
    return bytes(sealed).startswith(FORMAT + mark_of(keys()[0]))


def keys() -> list[str]:
    """The keys of this installation, the sealing one first. A trial makes its own, in a file beside its database."""
    return list(settings.TRAVEL_KEYS) or [_key_of_trial()]


def mark_of(key: str) -> bytes:
    """By what a key is recognised; it does not give the key away."""
    return hashlib.sha256(PURPOSE + b" mark" + _derived(key)).digest()[:MARK_BYTES]


def _derived(key: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(key.encode())


def _cipher(key: str) -> Any:  # noqa: ANN401 - a library's cipher
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(_derived(key))


def _bound(head: bytes, owner: UUID) -> bytes:
    return head + b"events.traveldata:" + owner.bytes


def _key_of_trial() -> str:
    path = Path(settings.HERE.var_dir, "travel.key")
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(KEY_BYTES))
    return path.read_text(encoding="ascii").strip()


def _refusal() -> Any:  # noqa: ANN401 - text in the reader's language
    return _(
        "This personal travel data cannot be opened at the moment, because its key is not here. Nothing is lost. "
        "Please tell the people who run this service."
    )
