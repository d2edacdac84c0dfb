"""Introductions of two authorities: asked, answered by both, met in a room of their own, brought to a good end."""
