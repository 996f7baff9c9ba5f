"""Evidence pictures: reading whatever phones send, and their files."""
