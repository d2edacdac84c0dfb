"""Pages and files of this part."""
