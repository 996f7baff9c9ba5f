"""The map's benchmark: a synthetic city, a fake live channel and a real browser."""
