"""Files with many authorities: the official register and tables, checked line by line before anything is written."""
