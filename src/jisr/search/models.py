"""The search index (filled by registration)."""
