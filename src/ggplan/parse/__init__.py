"""From a document to the plan as printed: readers, flow, outline, tables, tasks, targets, front matter.

`ggplan.parse.plan.read_plan` is the way in. Nothing here resolves an agency; `ggplan.normalize` does that afterwards.
"""
