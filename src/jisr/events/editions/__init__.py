"""Series of meetings and their editions: what is planned, announced, held, and carried on."""
