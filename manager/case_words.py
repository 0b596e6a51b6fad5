"""Words for how a case stands, as the printed sheet and the ledger say them."""

from hall.rules.case import Verdict
from web.languages import _

PENDING = _("待国务院放假安排公布")
"""In place of a deadline that counts days of a year whose holidays are not announced."""
VERDICTS = {
    Verdict.JUSTIFIED: _("属实"),
    Verdict.UNJUSTIFIED: _("不属实"),
    Verdict.MISTAKEN: _("误评"),
    Verdict.MALICIOUS: _("恶意评价"),
}
SATISFIED = {True: _("满意"), False: _("不满意")}
