"""The preview: frames of the open film, read and coloured in a process of their own."""
