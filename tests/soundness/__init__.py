"""Whatever claims a bound, held by itself against the exact optimum of small clinics made by chance."""
