"""The catalogue of what cases are about: categories, standards, limits."""
