"""Tables of this part: none yet."""
