"""Roof: the only place that knows everybody."""
