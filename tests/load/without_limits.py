"""Imported by a process of the jail before anything else: a system without the module ``resource``."""

from __future__ import annotations

import sys

from generator.load import worker

worker._resource = None
setattr(sys.modules["__main__"], "_resource", None)  # the same module, as it runs  # noqa: B010
