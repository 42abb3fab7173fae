"""From a raw track to a motion: the measures of the contract over time, each with its error."""
