"""Tests of `docgen/kinds`."""
