"""Tests of `schemas/kinds/contract/settlement`."""
