"""How staff get in: a password, then a code of their authenticator app; never by a mailed link alone."""
