"""Named permissions, one rule each, a reason for every no."""

import pytest

from jisr.kernel import policy
from jisr.kernel.policy import ALLOW, Refused, UnknownPermission, authorize, deny, may, permission, rule, verdict


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(policy, "_permissions", {})
    monkeypatch.setattr(policy, "_rules", {})


@pytest.fixture
def read_letter():
    wanted = permission("letters.read", "read a letter")

    @rule(wanted)
    def may_read(actor, letter):
        return ALLOW if letter == f"to {actor}" else deny("The letter is for somebody else.")

    return wanted


def test_the_rule_decides(read_letter):
    assert may("Ada", read_letter, "to Ada")
    assert not may("Ada", "letters.read", "to Bob")


def test_a_no_carries_its_reason(read_letter):
    assert verdict("Ada", read_letter, "to Bob").reason == "The letter is for somebody else."
    with pytest.raises(Refused, match="somebody else") as refusal:
        authorize("Ada", read_letter, "to Bob")
    assert refusal.value.facts == {"permission": "letters.read"}


def test_a_permission_without_a_rule_is_a_no():
    assert not may("Ada", permission("letters.burn", "burn a letter"))


def test_an_undeclared_name_raises():
    with pytest.raises(UnknownPermission, match=r"letters\.eat"):
        may("Ada", "letters.eat")


def test_a_name_is_declared_once_and_ruled_once(read_letter):
    with pytest.raises(ValueError, match="twice"):
        permission("letters.read", "read again")
    with pytest.raises(ValueError, match="already"):
        rule(read_letter)(lambda _actor, _letter: ALLOW)
