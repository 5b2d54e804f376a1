"""Tests of `docgen/chart`."""
