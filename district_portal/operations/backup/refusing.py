"""Why a backup was not made, or is not put back; the message is for the person who asked."""


class BackupError(Exception):
    """It could not be made or put back."""


class BusyError(BackupError):
    """Another one of this portal is being made."""


class UnfitError(BackupError):
    """It is damaged, half, newer, or of something else; nothing was touched."""
