"""Use cases of people, squads and departments."""
