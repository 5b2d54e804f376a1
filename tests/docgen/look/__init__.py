"""Tests of `docgen/look`."""
