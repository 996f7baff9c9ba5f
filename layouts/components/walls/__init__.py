"""The wall's frame, columns, panels and rows, and the director at the desk."""
