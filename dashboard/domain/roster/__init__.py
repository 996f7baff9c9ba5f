"""The roster: shifts, who has which on what day, who is away, and who is on duty."""
