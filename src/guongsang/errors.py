"""Failed operations. A finding in somebody's text is a `Problem`, not an error."""


class GuongSangError(Exception):
    """Base of every failure that staff should read as one sentence, without a traceback."""


class ProjectError(GuongSangError):
    """The project folder lacks what every command needs, or a setting is unusable."""


class BuildError(GuongSangError):
    """A build could not be completed; the earlier site stands as it was."""


class PublishError(GuongSangError):
    """A site could not be published; what is served is what was served before."""
