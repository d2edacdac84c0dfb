"""What is kept about people is declared, or the build fails."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from jisr.kernel import personal


def test_every_personal_field_of_every_installed_model_is_declared():
    assert personal.undeclared("") == []


def test_every_declaration_names_a_field_that_exists():
    for declared in personal.declarations():
        assert apps.get_model(declared.model)._meta.get_field(declared.field)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("who", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)),
        ("who", models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)),
        ("who", models.ManyToManyField(settings.AUTH_USER_MODEL)),
        ("address", models.EmailField()),
        ("seen_from", models.GenericIPAddressField()),
        ("phone", models.CharField()),
        ("mobile_number", models.CharField()),
        ("contact_name", models.CharField()),
        ("display_name", models.CharField()),
        ("passport_number", models.CharField()),
        ("actor_id", models.BigIntegerField()),
    ],
)
def test_a_field_that_points_at_or_names_a_person_is_found(name, column):
    column.name = name

    assert personal.looks_personal(column)


@pytest.mark.parametrize("name", ["name", "title", "name_de", "number", "region_id"])
def test_a_fact_of_the_programme_is_not_personal(name):
    column = models.CharField()
    column.name = name

    assert not personal.looks_personal(column)


def test_a_declaration_needs_a_field_and_cannot_be_made_twice_in_two_ways(monkeypatch):
    monkeypatch.setattr(personal, "_declarations", {})
    with pytest.raises(ValueError, match="at least one field"):
        personal.declare("a.B", purpose="p", retention="r", erasure="e")

    personal.declare("a.B", "c", purpose="p", retention="r", erasure="e")
    personal.declare("a.B", "c", purpose="p", retention="r", erasure="e")
    with pytest.raises(ValueError, match="twice"):
        personal.declare("a.B", "c", purpose="another", retention="r", erasure="e")


def test_the_person_s_own_row_goes_last():
    assert list(personal.erasers())[-1] == "accounts"
