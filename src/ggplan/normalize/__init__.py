"""From the plan as printed to a plan with ids: agencies, codes, themes, times, the province."""
