"""Signs of advertising in a message. What shows them is set aside for a second look, never thrown away."""

import re

MOST_LINKS = 3
_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
_SOLD = re.compile(
    r"\b(viagra|casino|crypto|bitcoin|backlinks?|seo\s+services?|escort|forex|payday\s+loan)\b", re.IGNORECASE
)


def looks_like_advertising(*, name: str, body_name: str, message: str) -> bool:
    """Whether a message has a link where a name belongs, many links, or words that only sellers use here."""
    if _LINK.search(name) or _LINK.search(body_name):
        return True
    return len(_LINK.findall(message)) > MOST_LINKS or bool(_SOLD.search(message))
