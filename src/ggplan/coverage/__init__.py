"""What plans answer of the national plan: by theme, group and task, with who is responsible; and all that one body has to do."""
