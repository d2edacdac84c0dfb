"""What each kind of reader gets at the addresses of ``events.timetable``."""

from tests.architecture.policy_world import Route

ROUTES: dict[str, Route] = {}
