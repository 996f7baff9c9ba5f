"""Where people on duty and vehicles are: which reports are believed, who stands still, what a patrol has covered."""
