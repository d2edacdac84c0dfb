"""Messages of allauth that our catalogue words itself, since allauth's German changes between "du" and "Sie".

They stand here to be found by ``make messages``; our catalogue comes before allauth's.
"""

from django.utils.translation import gettext_noop as _

OURS = (
    _("Please type your current password."),
    _("Be patient, you are sending too many requests."),
    _("You must type the same password each time."),
    _("Your account has no verified email address."),
    _("Your account has no password set up."),
    _("You have signed out."),
    _("Your password has been changed."),
    _("Your password is now changed."),
)
