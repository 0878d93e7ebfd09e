"""数据质量. Whether what was delivered agrees with itself (Q)."""
