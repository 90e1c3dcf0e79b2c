"""The commands, one module each: options in, settings to `ggplan.app`, results to `ggplan.report`, an exit code out.

A module here imports only typer and the standard library at its top, so that `ggplan --help` stays instant.
"""
