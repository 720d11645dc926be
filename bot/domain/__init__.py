"""The business itself: pure values and functions, no input, output, clock or chance."""
