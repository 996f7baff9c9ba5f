"""督办: tasks that a unit is given about cases that are late, important, or asked for from above."""
