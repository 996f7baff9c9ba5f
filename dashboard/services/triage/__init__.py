"""What people and gates make of what cameras see."""
