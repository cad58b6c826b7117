"""Application material: the checklist, and the check of uploaded files in processes of their own."""
