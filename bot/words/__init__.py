"""Every sentence that a person reads, in Romanian and English, under a stable slug."""
