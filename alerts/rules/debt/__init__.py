"""债务. Government debt (D)."""
