"""What registration tells the parts above, after the transaction has been committed."""

from django.dispatch import Signal

# Somebody who was registered does not come: withdrawn, declined or replaced. Payload: ``participant_pk``, ``at``.
participant_left = Signal()
