"""汇总分析、检查总结: figures over a period, the sentences they make, and how they are counted."""
