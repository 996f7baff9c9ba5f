"""The generated district and its simulator."""
