"""National plans imported from the appendix of a decision: reading, checking, and keeping them as a file."""
