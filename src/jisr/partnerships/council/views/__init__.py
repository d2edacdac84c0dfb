"""Pages of the council kit."""
