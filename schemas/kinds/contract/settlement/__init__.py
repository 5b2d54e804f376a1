"""What a settlement is reckoned from: sheet, payments, stated amounts."""
