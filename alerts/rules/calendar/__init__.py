"""法定程序. The statutory calendar and the composition of the budget (A)."""
