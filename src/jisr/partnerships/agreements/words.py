"""What the steps are called on buttons and headings."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS: Final = {
    "activate": _("Let the partnership begin"),
    "pause": pgettext_lazy("step of a partnership", "Pause"),
    "prolong": _("Prolong the pause"),
    "resume": pgettext_lazy("step of a partnership", "Resume"),
    "renew": pgettext_lazy("step of a partnership", "Renew"),
    "upgrade": _("Change to a firmer form"),
    "end": pgettext_lazy("step of a partnership", "End"),
}
EXPLAINED: Final = {
    "activate": _("All parties have signed. The partnership becomes public, unless you say otherwise below."),
    "pause": _(
        "A paused partnership is not lost. It stays in the lists, and on the day you name you look at it again."
    ),
    "prolong": _("The partnership stays paused until you look at it again."),
    "resume": _("The partnership goes on as before."),
    "renew": _("The partnership runs on, with a new end of the term or with a new agreement."),
    "upgrade": _("A signed agreement names the firmer form, such as a friendship after a project partnership."),
    "end": _("The partnership ends. What was done together stays to be read."),
}
