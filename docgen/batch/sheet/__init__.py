"""Spreadsheets: a kind's schema as a workbook or CSV, and rows read back as payloads."""
