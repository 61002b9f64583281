"""The window. Nothing below imports it; nothing in it decides a colour."""
