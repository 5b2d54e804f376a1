"""`docgen register`: which commands the register has, and in which module each is."""

from collections.abc import Mapping
from types import MappingProxyType

import click

from docgen.cli.commands import Later

# Each command's module and its name there: who asks what is due must not wait for what issues.
PLACES: Mapping[str, tuple[str, str]] = MappingProxyType({
    "list": ("register_ledger", "list_documents"),
    "show": ("register_ledger", "show"),
    "undelivered": ("register_ledger", "undelivered"),
    "due": ("register_due", "due"),
    "answered": ("register_due", "answered"),
    "prefill": ("register_ledger", "prefill"),
    "evidence": ("register_evidence", "evidence"),
    "issue": ("register_acts", "issue"),
    "supersede": ("register_acts", "supersede"),
    "void": ("register_acts", "void"),
    "deliver": ("register_acts", "deliver"),
    "open": ("register_acts", "open_case"),
    "incoming": ("register_incoming", "incoming"),
    "signed": ("register_signed", "signed"),
    "close": ("register_acts", "close_case"),
    "reopen": ("register_acts", "reopen_case"),
    "take-over": ("register_numbers", "take_over"),
    "close-number": ("register_numbers", "close_number"),
    "resume": ("register_numbers", "resume"),
    "gaps": ("register_proof", "gaps"),
    "audit": ("register_proof", "audit"),
    "witness": ("register_witness", "witness"),
    "export": ("register_ledger", "export"),
    "bag": ("register_bag", "bag"),
    "backup": ("register_acts", "backup"),
    "restore": ("register_acts", "restore"),
    "recover": ("register_acts", "recover"),
    "compile": ("register_compile", "compile_paper"),
    "fan-out": ("register_fan_out", "fan_out_paper"),
    "import-orders": ("register_orders", "import_orders"),
    "order-replies": ("register_orders", "order_replies"),
    "upgrade": ("register_upgrade", "upgrade"),
    "clean": ("register_clean", "clean"),
})  # fmt: skip


@click.group(cls=Later, places=PLACES, help="登记簿：出具、作废、送达、期限、台账、备份。")
def register() -> None:
    """Group the commands about the register."""
