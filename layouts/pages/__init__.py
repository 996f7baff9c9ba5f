"""The pages: one file each, exporting PAGE."""
