"""Working groups: wishes of delegates and the best allocation within the rules."""
