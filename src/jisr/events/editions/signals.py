"""What editions tell the parts above, after the transaction has been committed."""

from django.dispatch import Signal

# A step of an edition was taken. Payload: ``edition_pk``, ``state`` (where it stands now), ``at``.
edition_moved = Signal()

# People meet in another way than was planned. Payload: ``edition_pk``, ``mode`` (how they meet now), ``at``.
mode_changed = Signal()
