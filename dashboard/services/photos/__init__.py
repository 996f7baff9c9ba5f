"""Evidence pictures: taken in, shown, attached and forgotten."""
