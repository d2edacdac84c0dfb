"""Agreements of a tie and its way from initiation to its end."""
