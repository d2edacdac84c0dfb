"""What is sealed opens with its key and for its owner, and for nobody and nothing else."""

import stat
from uuid import uuid4

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from jisr.config import environment
from jisr.events.travel import sealing
from jisr.events.travel.sealing import CannotOpen, seal, unseal

OWNER = uuid4()
OLD, NEW = "an old key of forty signs or a bit more 1", "a new key of forty signs or a bit more 22"
PRODUCTION = {
    "JISR_ENV": "prod",
    "SECRET_KEY": "s" * 50,
    "ALLOWED_HOSTS": "jisr.example",
    "BASE_URL": "https://jisr.example",
    "DATABASE_URL": "postgres://jisr@db.example/jisr",
    "EMAIL_URL": "smtp://mail.example",
}


@pytest.fixture
def keys(settings):
    def use(*chosen):
        settings.TRAVEL_KEYS = chosen

    use(NEW)
    return use


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=50), max_size=5))
def test_what_is_sealed_opens_again(values):
    assert unseal(seal(values, owner=OWNER), owner=OWNER) == values


def test_the_same_values_are_never_sealed_to_the_same_bytes(keys):
    first, second = (seal({"passport_number": "N7654321"}, owner=OWNER) for _each in range(2))

    assert first != second
    assert b"N7654321" not in first


def test_moved_to_somebody_else_it_does_not_open(keys):
    with pytest.raises(CannotOpen):
        unseal(seal({"a": "b"}, owner=OWNER), owner=uuid4())


@pytest.mark.parametrize("place", [0, 1, 9, 25, -1])
def test_a_changed_byte_is_noticed_wherever_it_is(keys, place):
    sealed = bytearray(seal({"a": "b"}, owner=OWNER))
    sealed[place] ^= 1

    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), owner=OWNER)


def test_a_wrong_key_says_that_nothing_is_lost_and_whom_to_tell(keys):
    sealed = seal({"a": "b"}, owner=OWNER)
    keys(OLD)

    with pytest.raises(CannotOpen, match=r"its key is not here. Nothing is lost. Please tell the people who run"):
        unseal(sealed, owner=OWNER)
    keys(NEW)
    assert unseal(sealed, owner=OWNER) == {"a": "b"}


def test_of_several_keys_the_first_seals_and_all_open(keys):
    keys(OLD)
    old = seal({"a": "b"}, owner=OWNER)
    keys(NEW, OLD)

    assert unseal(old, owner=OWNER) == {"a": "b"}
    assert not sealing.is_under_first_key(old)
    assert sealing.is_under_first_key(seal({"a": "b"}, owner=OWNER))


def test_a_trial_makes_a_key_of_its_own_that_only_its_user_reads(keys, settings, tmp_path):
    keys()
    settings.HERE = type("Here", (), {"var_dir": tmp_path / "var"})

    (key,) = sealing.keys()

    file = tmp_path / "var" / "travel.key"
    assert len(key) >= 40
    assert sealing.keys() == [key] == [file.read_text()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def read(monkeypatch, **variables):
    for name in environment.MEANING:
        monkeypatch.delenv(name, raising=False)
    for name, value in {**PRODUCTION, **variables}.items():
        monkeypatch.setenv(name, value)
    return environment.read(environ.Env())


@pytest.mark.parametrize("key", ["", "too short", f"{NEW},short"])
def test_production_refuses_to_start_without_a_good_key(monkeypatch, key):
    with pytest.raises(ImproperlyConfigured, match="TRAVEL_KEY needs at least 40 characters in production"):
        read(monkeypatch, TRAVEL_KEY=key)


def test_production_refuses_the_key_that_signs_sessions(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="TRAVEL_KEY must be another one than SECRET_KEY"):
        read(monkeypatch, TRAVEL_KEY="s" * 50)


def test_production_takes_several_keys(monkeypatch):
    assert read(monkeypatch, TRAVEL_KEY=f"{NEW}, {OLD}").travel_keys == (NEW, OLD)
