"""Live pictures and film of cameras, by protocol."""
