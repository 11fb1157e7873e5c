"""Large neighbourhood search: a few patients are freed, all else is fixed, and CP-SAT repairs."""
