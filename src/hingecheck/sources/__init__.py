"""What comes in: videos, stills, poses, models, limits files."""
