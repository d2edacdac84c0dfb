"""Travel to an edition: checklists with dates, invitation letters, who bears which cost, personal travel data."""
