"""Pages of 1:1 meetings: for participants and for the office."""
