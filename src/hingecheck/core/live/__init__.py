"""Live feedback: causal filters, set boundaries, cues and changes between analyses; it judges nothing itself."""
