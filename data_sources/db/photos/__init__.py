"""Evidence pictures in the database."""
