"""The main job in order: read, search, verify, explain, write everything or nothing."""
