"""The trail: what was done, by whom, when. Rows are only ever added."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jisr.audit.queries import EntryQuerySet


class ActorKind(models.TextChoices):
    """Who did it."""

    PERSON = "person", _("person")
    SYSTEM = "system", _("system")
    IMPORT = "import", _("import")


class Entry(models.Model):
    """One step. ``digest`` covers all columns and the digest before it, so that no row can change unseen.

    The trail names people by the number of their account alone: it outlives the account and needs no redaction.
    Triggers of the database refuse to change or delete a row.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(_("when"))
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    actor_id = models.PositiveBigIntegerField(null=True)
    actor_note = models.CharField(max_length=120, blank=True)
    action = models.CharField(_("what"), max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    changes = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the trail")
        verbose_name_plural = _("trail")
        ordering = ("-number",)
        indexes = (
            models.Index(fields=["subject_type", "subject_key", "number"], name="audit_entry_by_subject"),
            models.Index(fields=["action", "number"], name="audit_entry_by_action"),
            models.Index(fields=["actor_id", "number"], name="audit_entry_by_actor"),
            models.Index(fields=["at"], name="audit_entry_by_time"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(actor_kind=ActorKind.PERSON, actor_id__isnull=False)
                | (~models.Q(actor_kind=ActorKind.PERSON) & models.Q(actor_id__isnull=True)),
                name="audit_entry_person_has_a_number",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class Head(models.Model):
    """Where the trail ends: one row, locked while a step is added, so that steps are numbered without a gap."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return str(self.number)


class ProofRun(models.Model):
    """One reading of the whole trail by the worker. Who asked for it stands in the trail."""

    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    steps = models.PositiveBigIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("proof of the trail")
        verbose_name_plural = _("proofs of the trail")
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.state}"

    @property
    def state(self) -> str:
        """``waiting``, ``sound`` or ``broken``."""
        if self.finished_at is None:
            return "waiting"
        return "broken" if self.fault else "sound"
