"""What this part adds to other rooms."""


def register() -> None:
    """Nothing yet."""
