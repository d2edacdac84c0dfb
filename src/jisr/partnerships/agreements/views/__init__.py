"""Pages of ties and their agreements in the workspace."""
