"""The linear relaxation of a week day by day: its bound, and seats rounded from it."""
