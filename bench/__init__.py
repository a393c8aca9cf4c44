"""Measuring: a generator of realistic factories, and the times of our stages on them."""
