"""Use cases of the roster: read it, change it, bring it in."""
