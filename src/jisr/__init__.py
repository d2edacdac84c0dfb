"""Jisr: the platform for German-Palestinian municipal partnerships."""

__version__ = "0.1.0"
