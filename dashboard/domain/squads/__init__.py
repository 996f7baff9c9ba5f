"""A squad at work: whose its cases are, how quick it is, when and where the same comes again."""
