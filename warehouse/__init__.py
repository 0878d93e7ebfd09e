"""Ground floor: what happened to public money, in one vocabulary."""
