"""Two people, or two clicks, at the same moment: real threads on real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from jisr.accounts.models import User
from jisr.kernel.errors import DomainError

Step = Callable[[], Any]


def results_at_once(*steps: Step) -> list[Any]:
    """Run the steps in threads that start together; what each returned, or the refusal it got."""
    start = Barrier(len(steps))

    def run(step: Step) -> Any:
        start.wait(timeout=30)
        try:
            return step()
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def at_once(*steps: Step) -> list[str]:
    """The same in short and in order: ``done`` or the name of the refusal."""
    results = results_at_once(*steps)
    return sorted(type(result).__name__ if isinstance(result, DomainError) else "done" for result in results)


def by(person: User) -> User:
    """The person as another request would load them."""
    return User.objects.get(pk=person.pk)
