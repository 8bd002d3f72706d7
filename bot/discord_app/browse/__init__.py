"""What is listed, and where in a list one is."""
