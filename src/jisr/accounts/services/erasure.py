"""Erasing a person: asked for in a page, done in the worker, logged without naming them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jisr.accounts.models import ErasureLog, StaffRole, User
from jisr.accounts.policies import ERASE
from jisr.accounts.services.sign_in import end_sessions
from jisr.accounts.states import Role
from jisr.kernel import personal, trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize


class LastAdministrator(DomainError):
    """Somebody must be left who can give roles."""


@transaction.atomic
def request_erasure(user: User, *, actor: Any, at: datetime) -> ErasureLog:  # noqa: ANN401 - a person or an Actor
    """Close the account at once and leave the rest to the worker.

    Raises ``Refused`` for somebody else's account and ``LastAdministrator``. Asking again changes nothing.
    """
    authorize(actor, ERASE, user)
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _keep_an_administrator(person)
    log, is_new = ErasureLog.objects.get_or_create(account_number=person.pk, defaults={"requested_at": at})
    if is_new:
        person.is_active = False
        person.save(update_fields=["is_active"])
        end_sessions(person)
        erase_account.enqueue(log.pk)
        trail.record("accounts.erasure_requested", person, actor=actor)
    return log


@transaction.atomic
def erase(log_pk: int, *, at: datetime) -> ErasureLog:
    """Let every room take the person out, and log how many rows that touched. Doing it again changes nothing."""
    log = ErasureLog.objects.select_for_update(no_key=True).get(pk=log_pk)
    if log.done_at is None:
        person = User.objects.select_for_update(no_key=True).get(pk=log.account_number)
        log.rows = {name: take_out(person) for name, take_out in personal.erasers().items()}
        log.done_at = at
        log.save(update_fields=["rows", "done_at"])
        trail.record("accounts.erased", person, actor=person)
    return log


def plan_erasure(user: User) -> dict[str, int]:
    """How many rows of which room an erasure would touch: done, counted and rolled back."""
    with transaction.atomic():
        person = User.objects.get(pk=user.pk)
        rows = {name: take_out(person) for name, take_out in personal.erasers().items()}
        transaction.set_rollback(True)
    return rows


@task()
def erase_account(log_pk: int) -> None:
    """In the worker. It knows the number of the log alone, so that nothing of the person stays in the queue."""
    erase(log_pk, at=timezone.now())


def _keep_an_administrator(person: User) -> None:
    administrators = StaffRole.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if administrators.filter(user=person).exists() and not administrators.exclude(user=person).exists():
        raise LastAdministrator(_("You are the only administrator. Please give the role to somebody else first."))
