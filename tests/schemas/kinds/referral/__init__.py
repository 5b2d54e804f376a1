"""Tests of `schemas/kinds/referral`."""
