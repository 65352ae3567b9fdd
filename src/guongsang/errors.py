"""Failed operations. A finding in somebody's text is a `Problem`, not an error."""


class GuongSangError(Exception):
    """Base of every failure that staff should read as one sentence, without a traceback."""


class ProjectError(GuongSangError):
    """The project folder lacks what every command needs, or a setting is unusable."""


class DeclarationError(GuongSangError):
    """A model has a field that doesn't say what it is for or who may see it. A fault of the code, told before anything runs."""


class BuildError(GuongSangError):
    """A build could not be completed; the earlier site stands as it was."""


class PublishError(GuongSangError):
    """A site could not be published; what is served is what was served before."""
