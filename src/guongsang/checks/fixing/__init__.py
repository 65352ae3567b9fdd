"""Automatic fixes (`guongsang fix`): corrections of a profile that don't change its meaning.

Every fix replaces text at a known place. YAML is never written anew, so quotes, comments and the
rest stay as they were. The result is parsed and compared with the original before it counts.
"""

from guongsang.checks.fixing.plan import FixPlan, plan_fixes, render_diff
from guongsang.checks.fixing.source import Mend
from guongsang.checks.fixing.writing import FixError, write_fix

__all__ = ["FixError", "FixPlan", "Mend", "plan_fixes", "render_diff", "write_fix"]
