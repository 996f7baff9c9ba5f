"""What people and programs ask for, as frozen values: read once at the edge, checked there, and typed from then on."""
