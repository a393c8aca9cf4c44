"""Imported by a process of the jail before anything else: it never comes back."""

from __future__ import annotations

import time

time.sleep(3600)
