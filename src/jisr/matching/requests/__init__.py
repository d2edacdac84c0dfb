"""Requests of authorities that look for a partner, and offers of those that have something to give."""
