"""What the programme office does with the directory: edit, merge, succession, proposals, contacts."""
