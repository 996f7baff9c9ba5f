"""Webhooks: what other systems are told of cases, and how."""
