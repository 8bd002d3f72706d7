"""Discord's gateway and API: staying connected, and what becomes of what is sent."""
