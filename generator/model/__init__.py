"""The ground floor: what every stage receives and returns. It imports nothing of the floors above it."""
