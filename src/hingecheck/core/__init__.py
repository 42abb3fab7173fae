"""The pure core: numpy and the standard library. No image, file, clock, camera or model."""
