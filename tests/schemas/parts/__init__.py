"""Tests of `schemas/parts`."""
