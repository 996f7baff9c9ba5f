"""What shows people, squads and departments, and who answers for what."""
