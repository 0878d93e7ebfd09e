"""One file, one rule; a folder is a family."""
