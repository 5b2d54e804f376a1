"""Tests of `schemas/ground`."""
