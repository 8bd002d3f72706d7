"""What people see, one kind a file: laid out as Components V2, within every limit that Discord sets."""
