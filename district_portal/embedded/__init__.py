"""PostgreSQL and Valkey out of wheels, the database's roles, and the portal's tree of processes."""
