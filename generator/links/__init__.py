"""Links to other hosts, asked for on a schedule and never in the check of a pull request (docs/adr/*-links.md)."""
