"""Which cases of the corpus the test bag holds, and in which formats: every kind."""

from pathlib import Path

from docgen.settings import shipped

CORPUS: Path = shipped("corpus")
SAMPLES = (
    ("mediation_agreement/typical", ("pdf",)),
    ("non_acceptance_notice/typical", ("pdf", "docx")),
    ("referral_letter/typical", ("pdf",)),
    ("site_inspection_record/typical", ("pdf", "docx")),
    ("settlement_invoice/typical", ("pdf",)),
    ("non_acceptance_notice/minimal", ("pdf",)),
    ("mediation_agreement/minimal", ("pdf",)),
    ("referral_letter/minimal", ("pdf",)),
)
