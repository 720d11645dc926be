"""Public registers: what the state says of a company, and what the National Bank says a currency is worth."""
