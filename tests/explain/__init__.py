"""Explanations: unmet care, clashes and advice."""
