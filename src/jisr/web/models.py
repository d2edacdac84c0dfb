"""The one row that tells which state of the public data a stored page shows."""

from django.db import models


class Generation(models.Model):
    """A random token that database triggers renew with every write to public data."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
