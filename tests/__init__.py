"""What factbot promises, as tests that run the real thing."""
