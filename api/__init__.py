"""The one door: HTTP in, HTTP out."""
