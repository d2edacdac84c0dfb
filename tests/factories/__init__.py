"""Factories: the smallest valid thing of each kind, one module per room."""
