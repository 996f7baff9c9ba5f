"""Who is on duty and where; signing in and out; attendance; tracks and coverage."""
