"""Changes of accounts, rights and invitations."""

from jisr.accounts.services.erasure import erase, plan_erasure, request_erasure
from jisr.accounts.services.invitations import InvitationGone, accept, find_open, invite
from jisr.accounts.services.own_data import take_own_data
from jisr.accounts.services.preferences import change_preferences, confirm_address
from jisr.accounts.services.retention import apply_retention
from jisr.accounts.services.roles import grant_role, revoke_role
from jisr.accounts.services.sign_in import end_sessions, remove_second_factor

__all__ = [
    "InvitationGone",
    "accept",
    "apply_retention",
    "change_preferences",
    "confirm_address",
    "end_sessions",
    "erase",
    "find_open",
    "grant_role",
    "invite",
    "plan_erasure",
    "remove_second_factor",
    "request_erasure",
    "revoke_role",
    "take_own_data",
]
