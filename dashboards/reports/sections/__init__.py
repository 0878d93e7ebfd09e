"""Sections of reports, a file each; a kind's template names those that it has, in their order."""
