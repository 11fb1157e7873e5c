"""The search as its users see it."""
