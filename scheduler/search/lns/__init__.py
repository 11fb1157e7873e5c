"""Large neighbourhood search (Shaw 1998): free a few patients, fix everything else, repair by CP-SAT.

Three loops share the parts: ``care_search`` for care, ``tier_search`` for the later tiers, ``stability_search`` beside
an earlier week.
"""
