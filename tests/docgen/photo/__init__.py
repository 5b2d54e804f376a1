"""Tests of `docgen/photo`."""
