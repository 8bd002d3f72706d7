"""The query log: every question that anybody asked, and what became of it, in one SQLite file."""
