"""Forms and dialogs that belong to no other part."""
