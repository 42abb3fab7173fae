"""Tests that are left out unless they are asked for."""

from __future__ import annotations

import os

import pytest

#: More of the same, read from films for minutes: before a release, or where what it is about was changed.
SLOW = pytest.mark.skipif("HINGECHECK_SLOW" not in os.environ, reason="slow: set HINGECHECK_SLOW")
