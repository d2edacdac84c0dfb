"""What each kind of reader gets at the addresses of ``events.editions``."""

from tests.architecture.policy_world import Route

ROUTES: dict[str, Route] = {}
