"""Loading dock: feeds arrive and are held to contract."""
