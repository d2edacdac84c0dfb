"""The programme of an edition as the office plans it: venues, sessions, conflicts, versions that are published."""
