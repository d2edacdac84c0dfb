"""The words of an import and of its lines."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FileKind(models.TextChoices):
    """What can be read."""

    REGISTER = "gv100ad", _("official German register (GV100AD)")
    TABLE = "csv", _("table (CSV)")


class ImportState(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", pgettext_lazy("import", "uploaded")
    CHECKING = "checking", pgettext_lazy("import", "being checked")
    CHECKED = "checked", pgettext_lazy("import", "checked")
    APPLYING = "applying", pgettext_lazy("import", "being applied")
    APPLIED = "applied", pgettext_lazy("import", "applied")
    FAILED = "failed", pgettext_lazy("import", "failed")
    DROPPED = "dropped", pgettext_lazy("import", "dropped")


IMPORT_TONES = {
    ImportState.UPLOADED: "waiting",
    ImportState.CHECKING: "info",
    ImportState.CHECKED: "waiting",
    ImportState.APPLYING: "info",
    ImportState.APPLIED: "good",
    ImportState.FAILED: "bad",
    ImportState.DROPPED: "neutral",
}
UNDER_WAY = (ImportState.CHECKING, ImportState.APPLYING)


class Outcome(models.TextChoices):
    """What a line would do, or did."""

    NEW = "new", pgettext_lazy("line of an import", "new")
    CHANGED = "changed", pgettext_lazy("line of an import", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("line of an import", "unchanged")
    REJECTED = "rejected", pgettext_lazy("line of an import", "rejected")


OUTCOME_TONES = {
    Outcome.NEW: "good",
    Outcome.CHANGED: "info",
    Outcome.UNCHANGED: "neutral",
    Outcome.REJECTED: "bad",
}


class Result(models.TextChoices):
    """What became of a line when the import was applied."""

    OPEN = "", _("not applied yet")
    DONE = "done", _("done as shown")
    DIFFERS = "differs", _("left alone: no longer as shown")


class Match(models.TextChoices):
    """How the authority of a line was found."""

    NONE = "", _("not in the directory")
    KEY = "key", _("matched by official key")
    NAME = "name", _("matched by name")
