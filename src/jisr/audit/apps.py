from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from jisr.kernel import trail


def _guard(**_signal: object) -> None:
    from jisr.audit.triggers import guard_entries  # noqa: PLC0415 - needs the app registry

    guard_entries()


class AuditConfig(AppConfig):
    name = "jisr.audit"
    verbose_name = _("trail")

    def ready(self) -> None:
        from jisr.audit import personal, words  # noqa: PLC0415 - models are ready only now
        from jisr.audit.services import record  # noqa: PLC0415

        trail.register(record)
        personal.register()
        words.register()
        post_migrate.connect(_guard, dispatch_uid="jisr.audit.guard")
