"""A note about a seminar, to be published where its organiser publishes."""
