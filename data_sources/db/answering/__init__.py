"""Links by which other departments answer, in the database."""
