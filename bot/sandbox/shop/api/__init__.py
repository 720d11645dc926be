"""CloudCart's REST API, version 2, as the sample shop answers it: JSON:API with habits of its own."""
