"""What the programme expects of authorities in a tie: what they promised, what they showed, and when last."""
