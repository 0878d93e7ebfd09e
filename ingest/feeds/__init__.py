"""One file, one feed."""
