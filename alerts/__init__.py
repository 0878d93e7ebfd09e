"""The watch: rules ask, findings become alerts, alerts are answered for."""
