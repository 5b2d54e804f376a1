"""What a lawyer was asked and advised."""
