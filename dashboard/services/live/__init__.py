"""The live channel of a web process: the present state, numbered frames, the map's documents."""
