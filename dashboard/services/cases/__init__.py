"""Cases, their clocks and calendar."""
