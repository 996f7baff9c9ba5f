"""The wall: its screens, and the pictures that they show."""
