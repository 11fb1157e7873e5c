"""Construction of a first week: a timetable, seats from a relaxation, or a warm start."""
