"""Tests of `schemas/kinds/complaint`."""
