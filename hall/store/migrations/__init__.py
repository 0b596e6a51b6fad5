"""How the schema came to be, one step per file, named by date and purpose."""
