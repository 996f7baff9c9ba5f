"""How webhooks leave, and how their secrets are kept."""
