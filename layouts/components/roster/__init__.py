"""What shows the roster: the week, its coverage, the form of one day."""
