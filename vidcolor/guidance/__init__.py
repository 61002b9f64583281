"""How what a person asks for inside the pictures reaches every frame of its shot."""
