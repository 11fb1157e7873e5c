"""Facts put into a caseload's files, all else in which stays as it is, byte for byte."""
