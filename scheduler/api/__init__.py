"""What the commands do, from Python: a caseload from files or frames, its week, and what is known of it as frames."""
