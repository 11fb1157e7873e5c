"""Construction of a first week: a drafted timetable where times are open, seats, and warm starts."""
