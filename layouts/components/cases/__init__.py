"""Cases on pages: list, drawer, timeline, clocks, forms."""
