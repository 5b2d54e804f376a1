"""Tests of `docgen/case`."""
