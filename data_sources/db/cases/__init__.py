"""Cases and their calendar in the database."""
