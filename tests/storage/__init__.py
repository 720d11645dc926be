"""What is remembered, tried on real databases."""
