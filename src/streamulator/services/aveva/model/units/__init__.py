"""Units of measure: which there are, what they measure, and how numbers of one become numbers of another."""
