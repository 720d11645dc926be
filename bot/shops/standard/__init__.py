"""The generic kind of shop: whatever signs its notices as Standard Webhooks asks, in our own shape."""
