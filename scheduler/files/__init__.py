"""Files on the disk: all of a set or none, private, under a lock and a journal."""
