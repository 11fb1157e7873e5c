"""Why care is unmet, why agreements clash, and what in a caseload is surely not meant."""
