"""A sample web shop on loopback: it takes orders and sends the notices a real CloudCart shop would send."""
