"""Answers of other departments by link: one case, without an account."""
