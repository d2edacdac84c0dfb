"""What this room tells the rooms above, after the transaction has been committed."""

from django.dispatch import Signal

# Somebody accepted an invitation. Payload: ``invitation`` (accounts.Invitation), ``user`` (accounts.User).
invitation_accepted = Signal()
