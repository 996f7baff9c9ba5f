"""Components: pure functions from values to Dash components."""
