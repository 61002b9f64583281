"""The picture: the viewer and the scopes that measure it."""
