"""整改跟踪. Whether what was found is answered for and stays put right (R)."""
