"""An invented city, written as deliveries."""
