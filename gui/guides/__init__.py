"""What a person asks for inside the pictures: tools, panel, and what they do to the project."""
