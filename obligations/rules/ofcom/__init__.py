"""Our answers beside the list of measures that Ofcom's own tool gave."""
