"""The heart of Haohao: what happens in a hall, told without web, sockets or printers."""
