"""Every visible text, Chinese first, one module a feature."""
