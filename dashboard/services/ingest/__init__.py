"""What devices and cameras say: read, recorded, kept in quarantine, played again."""
