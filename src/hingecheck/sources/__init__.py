"""Inputs: videos and cameras, poses, and files."""
