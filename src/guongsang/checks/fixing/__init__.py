"""Safe mends: what a machine may put right in a profile without changing what it says.

Every mend is an edit of the text at a known place. YAML is never written anew, so quotes,
comments and all that isn't mended stay as they were; the result is read back before it counts.
"""

from guongsang.checks.fixing.plan import FixPlan, plan_fixes, render_diff
from guongsang.checks.fixing.source import Mend
from guongsang.checks.fixing.writing import FixError, write_fix

__all__ = ["FixError", "FixPlan", "Mend", "plan_fixes", "render_diff", "write_fix"]
