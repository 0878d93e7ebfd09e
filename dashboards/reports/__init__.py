"""报告. What a government's period comes to, on paper: every figure with its night."""
