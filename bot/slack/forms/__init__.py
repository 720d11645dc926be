"""Forms, each beside the function that reads what was typed into it."""
