"""One worker that imports a register and tells how far it is, to be killed; and one that takes up what is left.

``python -m bench.import_worker begin 900`` and ``finish``, on the database of ``DATABASE_URL``.
"""

import os
import sys
from datetime import timedelta
from io import BytesIO
from typing import Any

import django

from bench.register_file import content

SOURCE = "https://source.example/register"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.config.settings")
    django.setup()
    if sys.argv[1] == "begin":
        begin(int(sys.argv[2]))
    else:
        finish()


def begin(municipalities: int) -> None:
    from jisr.municipalities.imports import running

    prepare()
    made, _adviser = checked_import(content(municipalities))
    step = running._step

    def told(row: Any, position: int, now: Any) -> None:  # noqa: ANN401 - as the step it stands for
        step(row, position, now)
        print("position", position, flush=True)

    running._step = told
    apply(made)


def prepare() -> None:
    """The tables, and what the programme delivers."""
    from django.core.management import call_command

    from jisr.municipalities.programme import load_municipalities

    call_command("migrate", verbosity=0)
    load_municipalities()


def checked_import(file: bytes) -> tuple[Any, Any]:
    """An import of a register on a database of its own, and the adviser who uploaded it."""
    from django.utils import timezone

    from jisr.accounts.models import StaffRole, User
    from jisr.municipalities.imports import running, services

    adviser, _is_new = User.objects.get_or_create(email="adviser@example.org", defaults={"display_name": "Adviser"})
    StaffRole.objects.get_or_create(user=adviser, role="adviser")
    origin = services.Origin(SOURCE, None)
    made = services.upload_import(BytesIO(file), "register.txt", origin=origin, actor=adviser, at=timezone.now())
    running.run(made.pk, now=timezone.now)
    return made, adviser


def apply(made: Any) -> None:  # noqa: ANN401 - models can be imported only after the setup
    from django.utils import timezone

    from jisr.municipalities.imports import running, services

    services.apply_import(made.pk, actor=made.uploaded_by, at=timezone.now())
    running.run(made.pk, now=timezone.now)


def finish() -> None:
    """What the watch does two minutes after the last sign of life, and what has come of it all."""
    from django.utils import timezone

    from jisr.audit.models import Entry
    from jisr.audit.services import verify
    from jisr.municipalities.imports import running
    from jisr.municipalities.models import Authority, AuthorityKey, Import

    made = Import.objects.get()
    print("found", made.position)
    running.run(made.pk, now=timezone.now)  # too early: the worker may still live
    Import.objects.update(heard_of_at=made.heard_of_at - timedelta(minutes=3))
    running.watch.func(made.pk)
    made.refresh_from_db()
    new = Authority.objects.filter(pk__in=_created())
    print("state", made.state)
    print("lines", made.lines_total)
    print("expected", made.counts["new"])
    print("created", Entry.objects.filter(action="municipalities.authority_created").count())
    print("authorities", new.count())
    print("keys", AuthorityKey.objects.filter(authority__in=new).count())
    print("trail", "sound" if not verify().fault else "broken")


def _created() -> list[int]:
    from jisr.audit.models import Entry

    keys = Entry.objects.filter(action="municipalities.authority_created").values_list("subject_key", flat=True)
    return sorted({int(key) for key in keys})


if __name__ == "__main__":
    main()
