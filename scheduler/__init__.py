"""Plans the week of an intensive outpatient program and proves how good the plan is."""
