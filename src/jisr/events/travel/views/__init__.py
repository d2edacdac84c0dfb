"""Pages of travel."""
