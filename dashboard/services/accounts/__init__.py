"""Accounts: signing in and out, and their administration."""
