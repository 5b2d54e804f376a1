"""Tests of `docgen/workers`."""
