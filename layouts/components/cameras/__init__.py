"""Cameras: the tree, the chosen ones, patrol rounds."""
