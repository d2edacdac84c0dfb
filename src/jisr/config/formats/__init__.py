"""Formats of dates and numbers in each language.

Django's Arabic catalogue names the months as in Egypt. Palestinian authorities write the Levantine names, so our
catalogue translates them itself; the texts stand here to be found by ``make messages``.
"""

from django.utils.translation import gettext_noop as _

MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
