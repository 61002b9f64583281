"""Reports of training runs: curves, pictures, and the papers' figures beside ours."""
