"""What the facts of a caseload mean for one week: windows, needs, agreements, what has happened."""
