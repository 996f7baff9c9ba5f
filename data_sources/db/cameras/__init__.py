"""How cameras are reached, in the database."""
