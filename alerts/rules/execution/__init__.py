"""执行. Execution, payments and discipline (B)."""
