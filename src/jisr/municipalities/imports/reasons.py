"""Why a line is rejected, and why a fact of ours is kept, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REJECTED = {
    "columns": _("The line has another number of columns than the header."),
    "record": _("The record cannot be read: a field is not where it belongs or is not well-formed."),
    "uninhabited": _("An unincorporated area has no local authority."),
    "no_key": _("The official key is missing."),
    "bad_key": _("“%(fact)s” is no official key of this system. Has a program taken a zero from its beginning?"),
    "no_name": _("The name is missing."),
    "bad_name": _("The name is too long, or holds signs that no name has."),
    "bad_kind": _("“%(fact)s” is no kind of local authority that the directory knows."),
    "bad_region": _("“%(fact)s” is no Land or governorate that the directory knows."),
    "no_region": _("The region is missing, so the authority can neither be found by name nor be entered."),
    "bad_coordinates": _("“%(fact)s” is no place on earth. Latitude and longitude belong together, as degrees."),
    "bad_population": _("“%(fact)s” is no number of inhabitants."),
    "bad_date": _("“%(fact)s” is no date."),
    "future_date": _("The date “%(fact)s” lies in the future."),
    "bad_alias": _("“%(fact)s” is too long for an alias, or holds signs that no name has."),
    "twice": _("The same key stands in line %(fact)s already."),
    "ambiguous": _("Several authorities of this region have this name. Give the official key."),
    "ambiguous_file": _("The file has several places of this name in this region. Give their keys to the directory."),
    "other_key": _("An authority of this name has another key that is not in the file: %(fact)s."),
    "key_ended": _("The key was given up; its authority has another one or no longer exists."),
    "former": _("The authority no longer exists."),
}
KEPT = {
    "newer_source": _("The directory has a source that is as new or newer."),
    "same_date": _("The directory has another figure of the same date from another source."),
    "better_kind": _("The directory has a better kind of figure that is as new or newer."),
    "newer_figure": _("The directory has a newer figure."),
}


def reason_text(code: str, fact: str = "") -> str | Promise:
    """The sentence of a rejected line."""
    text = REJECTED.get(code)
    return "" if text is None else text % {"fact": fact}
