"""督办事项. What people must answer for: kinds as data, one engine, one record."""
