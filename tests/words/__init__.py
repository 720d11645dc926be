"""Every sentence: in both languages, complete, and there for whoever says it."""
