"""The ports of the core, by feature: what it needs from outside, as protocols that adapters fulfil."""
