"""The Discord face: commands, panels and controls over one desk."""
