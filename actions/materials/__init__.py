"""Application material: what the guide asks for, and whether files keep to it.

The content (`*.yml`) and what reads it need PyYAML only, so that the dialogue can show the checklist. What opens files
runs in `worker`, a process of its own for each file, with the libraries of the main environment.
"""
