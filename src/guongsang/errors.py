"""Exceptions of failed operations. A fault in what staff wrote is a `Problem`, not an exception."""


class GuongSangError(Exception):
    """Base of every failure that staff read as one sentence, without a traceback."""


class ProjectError(GuongSangError):
    """The project folder lacks what every command needs, or a setting can't be used."""


class DeclarationError(GuongSangError):
    """A field of a model doesn't declare its purpose or its visibility.

    This is a fault of the code. It is raised on import, before anything runs.
    """


class BuildError(GuongSangError):
    """A build failed; the earlier site stays as it was."""


class PublishError(GuongSangError):
    """A site could not be published; the web server still serves the earlier release."""
