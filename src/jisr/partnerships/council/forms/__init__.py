"""What people type about council papers and meetings."""
