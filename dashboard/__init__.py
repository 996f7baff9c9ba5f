"""The application core: rules, services and the ports they speak through; it knows no framework."""
