"""The life of what cameras saw: who holds an event, what was said of it, and how far cameras can be trusted."""
