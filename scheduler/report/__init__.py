"""What people read: problems, the progress line, the summary of a week, shortfalls, and the generated page of rules."""
