"""Rendering: the export dialog, the batch, the queue."""
