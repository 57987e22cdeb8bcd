"""What matters most, on PostgreSQL too: run wherever its server is installed."""
