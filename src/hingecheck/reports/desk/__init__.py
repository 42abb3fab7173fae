"""The desk's pages: their words and their templates."""
