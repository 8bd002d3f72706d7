"""Pictures of a fact base, drawn with matplotlib where the extra ``pictures`` is installed."""
