"""What time alone removes."""

from datetime import datetime

from django.db import transaction

from jisr.accounts.models import RetentionLog
from jisr.kernel import personal


@transaction.atomic
def apply_retention(*, at: datetime, is_dry_run: bool = False) -> dict[str, int]:
    """Run every registered rule and return how many rows each removed. A dry run leaves everything as it was."""
    rows = {name: expire(at) for name, expire in personal.expirers().items()}
    if is_dry_run:
        transaction.set_rollback(True)
    else:
        RetentionLog.objects.create(run_at=at, rows=rows)
    return rows
