"""What comes in: pictures, poses, files."""
