"""Where models come from and go to: files of others, downloads, ONNX."""
