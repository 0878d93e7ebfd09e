"""One function a rule, from the catalogue's words, in plain Python over rows."""
