"""Why a backup or a restore was refused; each message is shown as it is."""


class BackupRefused(Exception):
    """The backup cannot be made like this."""


class BackupDamaged(Exception):
    """The file is no backup, or not as it was when it was made."""


class InstallationNotEmpty(Exception):
    """A restore never overwrites: this installation has people, records or files."""


class BackupFromNewerVersion(Exception):
    """The backup was made by a newer version of the product or of the database server."""


class RestoreFailed(Exception):
    """The database refused the content; nothing was changed."""
