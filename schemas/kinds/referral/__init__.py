"""移送: the papers that hand a case to another authority."""
