"""The pure core: numpy, scipy and the standard library. No image, file, clock, camera or model."""
