"""What a supervisor asks."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_tasks_db.models import DBTaskResult

LONGEST_WAIT = timedelta(minutes=15)


def is_to_migrate() -> bool:
    """Whether the tables are older than the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Whether this process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Whether the database answers, is migrated, and the worker keeps up."""
    checks = {"database": "ok", "migrations": "ok", "worker": "ok"}
    try:
        if is_to_migrate():
            checks["migrations"] = "pending"
        elif DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - LONGEST_WAIT).exists():
            checks["worker"] = "behind"
    except DatabaseError:
        checks = {"database": "away", "migrations": "unknown", "worker": "unknown"}
    ready = set(checks.values()) == {"ok"}
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)
