"""Buttons and menus, one file each: they carry all they need in their custom ids, so that any restart leaves them."""
