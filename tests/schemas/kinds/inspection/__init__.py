"""Tests of `schemas/kinds/inspection`."""
