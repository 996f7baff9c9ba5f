"""Evidence pictures."""
