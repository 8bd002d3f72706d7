"""Messages that people wrote, taken apart into statements, and each statement asked at the desk."""
