"""Long work: asked for, claimed, done once, told."""
