"""The building code: what must hold of the code itself."""
