"""检查: the papers of an inspection, from the plan to what was put right."""
