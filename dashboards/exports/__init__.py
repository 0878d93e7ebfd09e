"""What may be exported: one file a kind, each with its `KIND`."""
