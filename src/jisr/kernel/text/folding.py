"""One spelling for what people write in many ways, in German, English and Arabic.

A folded text is a key to compare with, never one to show: lower-case letters and digits with single spaces between.
"""

import re
import unicodedata
from functools import lru_cache

# Marks above and below letters, which NFKC leaves where it finds no composed letter; tashkeel is among them.
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
TATWEEL = "\u0640"
# Apostrophes, primes and the signs for hamza and ayn in transliteration; inside a word they separate nothing.
APOSTROPHES = "'`´‘’‛ʻʼʽʾʿˈ′＇"
# Characters that only steer display. In names they are invisible, and an override may disguise what is written.
CONTROLS = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f"

_CONTROL = re.compile(f"[{CONTROLS}]")
_UNSEEN = re.compile(f"[{CONTROLS}{APOSTROPHES}{TATWEEL}]")
_GAP = re.compile(r"[\W_]+")
_DIGRAPH = re.compile(r"(?<=[aou])e")
_LETTERS = str.maketrans(
    {
        "ø": "o", "ð": "d", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
        "ک": "ك", "ڪ": "ك", "ی": "ي", "ې": "ي", "ے": "ي", "ى": "ي", "ئ": "ي", "ؤ": "و",
        "ة": "ه", "ۀ": "ه", "ہ": "ه", "ۃ": "ه", "ھ": "ه", "ە": "ه",
    }
)  # fmt: skip


def without_controls(text: str) -> str:
    """Drop what steers display (direction, joining) and turn line breaks and other control codes into spaces."""
    visible = _CONTROL.sub("", text)
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char for char in visible)


def latin_digits(text: str) -> str:
    """Write digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def normalise(text: str) -> str:
    """Compatibility form in lower case with Latin digits, keeping marks and spaces: what a stemmer reads."""
    if text.isascii():
        return text.casefold()
    return latin_digits(unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold())


def without_marks(text: str) -> str:
    """Drop accents, umlauts' dots and tashkeel."""
    if text.isascii():
        return text
    parted = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(char for char in parted if not unicodedata.combining(char)))


def fold(text: str) -> str:
    """Return the key under which every usual spelling of ``text`` meets.

    ``Köln``, ``Koeln`` and ``KOLN`` meet, so do ``Straße`` and ``Strasse``, ``بَيْت جالا`` and ``بيت جالا``, ``أريحا``
    and ``اريحا``, ``١٩`` and ``19``.
    """
    return _DIGRAPH.sub("", _GAP.sub(" ", _plain(text))).strip()


fold_word = lru_cache(maxsize=16384)(fold)  # words repeat far more often than texts; memory is bounded


def _plain(text: str) -> str:
    """The folding that may change what counts as a letter; done before words are told apart."""
    unseen = _UNSEEN.sub("", text)
    return without_marks(normalise(unseen).translate(_LETTERS))
