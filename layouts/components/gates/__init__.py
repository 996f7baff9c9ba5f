"""What cameras find: their words, the gates before the queue, filing by itself."""
