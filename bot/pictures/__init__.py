"""Pictures of a fact base, for those who install the extra ``pictures``."""
