"""The first stage: files become typed records, and whatever is wrong with them becomes findings."""
