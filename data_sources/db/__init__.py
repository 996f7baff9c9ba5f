"""SQL: the memory."""
