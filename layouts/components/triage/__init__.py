"""The queue of camera events, and one that is judged."""
