"""国有资产. State assets and state capital (S)."""
