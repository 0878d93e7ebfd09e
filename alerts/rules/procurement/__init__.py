"""采购与投资. Procurement and government investment (P)."""
