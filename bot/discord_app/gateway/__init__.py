"""Discord's gateway and API: staying connected, and which errors mean what."""
