"""The week on paper: what hangs on the wall, lies at the door and goes into hands."""
