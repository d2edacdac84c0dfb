"""What advice shows."""
