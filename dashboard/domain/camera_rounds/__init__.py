"""Patrol rounds by camera (视频巡查): planned, walked, counted."""
