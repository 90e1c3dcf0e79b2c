"""What is wrong in a canonical plan, with the place of each finding in the file and in the source document.

`ggplan.app.validating` is the way in. A file becomes a `nodes.Tree` (data with places), a plan (`salvage`), a `subject.Subject`;
the functions under `checks/` give `hits.Hit`s, which `locate` turns into `findings.Located`.
"""
