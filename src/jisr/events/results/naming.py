"""What is published names functions and bodies, never a person, an address or a number."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.events.registration.models import Participant
from jisr.kernel.errors import DomainError
from jisr.kernel.text.folding import fold
from jisr.matching.introductions.words import HoldsContacts, refuse_contacts

FEWEST_WORDS: Final = 2  # a single word such as "Stern" is not a name by itself


class NamesPerson(DomainError):
    """The name of a participant stands in what is to be published."""


def refuse_persons(texts: Iterable[str], edition_id: int) -> None:
    """Raise ``NamesPerson`` or ``HoldsContacts`` for texts that tell more than functions."""
    joined = [text for text in texts if text]
    for text in joined:
        try:
            refuse_contacts(text)
        except HoldsContacts as refusal:
            told = _("Please leave out e-mail addresses, web addresses and telephone numbers before you publish.")
            raise HoldsContacts(told) from refusal
    whole = f" {fold(' '.join(joined))} "
    for name in Participant.objects.filter(edition=edition_id).values_list("full_name", flat=True):
        folded = fold(name)
        if len(folded.split()) >= FEWEST_WORDS and f" {folded} " in whole:
            told = gettext("Please name functions, not people, before you publish. The text names: %(name)s.")
            raise NamesPerson(told % {"name": name})
