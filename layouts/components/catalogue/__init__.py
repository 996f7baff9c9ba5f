"""The catalogue of cases on the administrator's page."""
