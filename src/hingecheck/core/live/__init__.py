"""What live feedback adds to the core: causal, small, and never a judgement of its own."""
