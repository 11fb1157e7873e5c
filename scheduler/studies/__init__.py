"""Questions of the year: studies of many weeks, how many patients fit, how few hours do, all clinics of a network."""
