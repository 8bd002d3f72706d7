"""How the matcher's weights are made from the tuning halves of the question sets."""
