"""The commands ``factbot log …``: what the query log holds, and copies of it."""
