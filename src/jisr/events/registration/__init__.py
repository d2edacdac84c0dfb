"""Who takes part in an edition: registration, delegations, places, waiting list, release by the employer."""
