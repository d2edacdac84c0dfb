"""Joint projects of a tie, from the idea until they are ready for funding, run without it, or are dropped."""
