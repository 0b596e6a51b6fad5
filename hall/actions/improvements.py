"""您提我改: what was changed because people said so, in the manager's words."""

from hall.errors import Malformed
from hall.events import ImprovementChanged
from hall.rules import hall_forms
from hall.rules.hall_forms import Facts
from hall.rules.text import Text
from hall.store import improvements
from hall.store.database import Hall
from hall.store.look import Work

NO_SUCH_CASE = Text("没有第 {no} 号整改", "there is no case {no}")


def add_improvement(hall: Hall, *, facts: Facts) -> int:
    """Write down what was changed, from a case (by its number) or by itself; returns its id. Refuses with Malformed."""
    with hall.work() as work:
        entry = hall_forms.improvement(facts)
        case = _case(work, entry.case_no)
        improvement = improvements.add(work, text=entry.text, case=case, shown=entry.shown)
        work.record(ImprovementChanged(improvement=improvement, shown=entry.shown))
        return improvement


def edit_improvement(hall: Hall, *, improvement: int, facts: Facts) -> None:
    """Change the words, the case, or whether everybody reads it. Refuses with Malformed, UnknownRecord."""
    with hall.work() as work:
        entry = hall_forms.improvement(facts)
        case = _case(work, entry.case_no)
        improvements.put(work, improvement, text=entry.text, case=case, shown=entry.shown)
        work.record(ImprovementChanged(improvement=improvement, shown=entry.shown))


def _case(work: Work, no: int | None) -> int | None:
    if no is None:
        return None
    case = improvements.case_with_no(work, no)
    if case is None:
        raise Malformed(field="case", why=NO_SUCH_CASE.filled(no=no).to_facts())
    return case
