"""Tests of `schemas/guard`."""
