"""Who works for the bureau, in which squad and department, and who answers for which area."""
