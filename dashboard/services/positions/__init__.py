"""Where people on duty are: taken in, shown, watched."""
