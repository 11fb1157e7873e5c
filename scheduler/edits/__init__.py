"""Facts of the day put into the tables, and what becomes of agreements."""
