"""Large neighbourhood search (Shaw 1998): free a few patients, fix everything else, repair by CP-SAT."""
