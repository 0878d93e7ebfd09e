"""Windows: pages of figures over the warehouse and the alerts."""
