"""Suggestions of partners for the office and for authorities: lists with reasons, sending, weights, rounds."""
