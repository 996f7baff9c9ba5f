"""Adapters behind the ports of the core: the only place for SQL, sockets and vendors."""
