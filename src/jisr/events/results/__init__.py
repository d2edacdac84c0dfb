"""What came of an edition: minutes, decisions, result sheets, follow-ups that the next edition takes up."""
