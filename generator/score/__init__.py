"""Scoring: rules award points from claims and facts, in two computed layers; the total becomes a verdict."""
