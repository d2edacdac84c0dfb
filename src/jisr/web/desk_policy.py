"""The content security policy of the editors' desk: Wagtail's pages under the narrowest rules they work with.

Wagtail 7.4 starts date fields and choosers with inline scripts that call one known function with plain data, and
wagtail-localize 1.14 has two fixed ones. Only these run, each named by its hash; any other script written into a page
stays dead. Styles cannot be named: the translation screen makes its own while it runs.
"""

import base64
import hashlib
import json
import re

from django.http import HttpResponse

_RULES = (
    "default-src 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
)
_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_CALL = re.compile(rb"\s*(?:init(?:Date|Time|DateTime)Chooser|new [A-Z]\w*Chooser)\((.*)\);\s*", re.DOTALL)
_CHOOSER_ADDRESSES = re.compile(
    rb'\s*if \(typeof window\.chooserUrls === "undefined"\) \{\s*window\.chooserUrls = \{'
    rb"(?:\s*\w+: [\"'][\w/.-]*[\"'],?)*\s*\};?\s*\}\s*"
)
# "Select all" on the page that submits a page for translation.
_SELECT_ALL = "Zi6020hVNJQUtMOgLuIImaOaART6TyIrghPC9PESpjg="


def desk_policy(response: HttpResponse) -> str:
    """The policy for one page of the desk."""
    named = {_SELECT_ALL} if response.streaming else {_SELECT_ALL, *_hashes(response.content)}
    return "; ".join((*_RULES, "script-src 'self' " + " ".join(f"'sha256-{digest}'" for digest in sorted(named))))


def _hashes(page: bytes) -> list[str]:
    scripts = {script for script in _INLINE.findall(page) if _is_known(script)}
    return [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts]


def _is_known(script: bytes) -> bool:
    """Whether a script does nothing but hand plain data to one of the functions that start a chooser."""
    call = _CALL.fullmatch(script)
    if call is None:
        return _CHOOSER_ADDRESSES.fullmatch(script) is not None
    try:
        json.loads(b"[" + call[1] + b"]")
    except ValueError:
        return False
    return True
