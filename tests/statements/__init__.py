"""Messages taken apart into statements, and each asked."""
