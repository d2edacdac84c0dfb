"""1:1 meetings of participants: profiles, consent, slots, tables and interpreters, and the plan."""
