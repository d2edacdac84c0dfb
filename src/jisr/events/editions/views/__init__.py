"""The office's pages of meetings."""
