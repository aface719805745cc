"""The pages on returns: the form that an area's figures are typed into."""
