"""What cameras show now: one file for each way of asking them."""
