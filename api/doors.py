"""Which door each route stands behind: the act it performs, or whom it is for."""

from collections.abc import Mapping
from types import MappingProxyType

from docgen.register.rights import Act


class Everyone:
    """Whom a route that asks nobody is for."""


class Watcher:
    """Whom a route is for that tells numbers of the service: this machine, or anybody let in."""


class SignedIn:
    """Whom a route is for that concerns the caller's own session and nothing else."""


# Endpoint -> what whoever calls it wants to do.
DOORS: Mapping[str, Act | type[Everyone | SignedIn | Watcher]] = MappingProxyType(
    {
        "static": Everyone,
        "health.healthz": Everyone,
        "health.readyz": Everyone,
        "health.metrics": Watcher,
        "docs.docs": Everyone,
        "openapi.openapi": Everyone,
        "kinds.kinds": Everyone,
        "kinds.kind_facts": Everyone,
        "kinds.kind_schema": Everyone,
        "kinds.kind_example": Everyone,
        "render.check": Act.draft,
        "render.render": Act.render,
        "render.blank": Act.draft,
        "documents.issue": Act.issue,
        "documents.supersede": Act.void,
        "documents.void": Act.void,
        "documents.deliver": Act.deliver,
        "documents.ledger": Act.read,
        "documents.document": Act.read,
        "documents.file": Act.read,
        "cases.case": Act.read,
        "cases.evidence": Act.read,
        "cases.prefill": Act.read,
        "cases.compile_kind": Act.read,
        "cases.due": Act.read,
        "cases.import_exported": Act.batch,
        "incoming.enter": Act.issue,
        "incoming.listed": Act.read,
        "incoming.scan": Act.read,
        "incoming.void": Act.issue,
        "batches.start": Act.batch,
        "batches.listed": Act.batch,
        "batches.state": Act.batch,
        "batches.items": Act.batch,
        "batches.errors": Act.batch,
        "batches.bag": Act.batch,
        "batches.cancel": Act.batch,
        "batches.resume": Act.batch,
        "changes.changed": Act.read,
        "sign_in.page": Everyone,
        "sign_in.enter": Everyone,
        "sign_in.leave": SignedIn,
        "sign_in.me": SignedIn,
        "start.start": SignedIn,
        "bag_pages.bag": Act.read,
        "batch_pages.batch_list": Act.batch,
        "batch_pages.start": Act.batch,
        "batch_pages.one_batch": Act.batch,
        "batch_pages.change": Act.batch,
        "batch_pages.sheet": Act.batch,
        "ledger_pages.ledger_page": Act.read,
        "ledger_pages.export": Act.export,
        "document_pages.document": Act.read,
        "document_pages.recipients": Act.read,
        "document_pages.file": Act.read,
        "document_pages.redacted": Act.read,
        "document_pages.deliver": Act.deliver,
        "document_pages.void": Act.void,
        "case_pages.all_cases": Act.draft,
        "case_pages.case": Act.draft,
        "case_pages.open_one": Act.issue,
        "case_pages.change": Act.issue,
        "incoming_pages.new": Act.issue,
        "incoming_pages.enter": Act.issue,
        "incoming_pages.scan": Act.read,
        "incoming_pages.void": Act.issue,
        "verify_pages.verify_page": Act.draft,
        "verify_pages.verify": Act.draft,
        "account_pages.account": SignedIn,
        "account_pages.change_password": SignedIn,
        "admin_pages.overview": Act.administer,
        "admin_pages.check_records": Act.administer,
        "admin_pages.house": Act.administer,
        "admin_pages.check_house_file": Act.administer,
        "admin_pages.calendars": Act.administer,
        "admin_pages.add_one": Act.administer,
        "people_pages.everybody": Act.administer,
        "people_pages.change_person": Act.administer,
        "people_pages.every_key": Act.administer,
        "people_pages.change_key": Act.administer,
        "form.new": SignedIn,
        "form.example": SignedIn,
        "form.take_in": SignedIn,
        "form.compile_paper": Act.read,
        "form.edit": SignedIn,
        "form.save": SignedIn,
        "form.settle": SignedIn,
        "photos.add": SignedIn,
        "photos.show": SignedIn,
        "drafts.show": SignedIn,
        "drafts.sheets": SignedIn,
        "drafts.text": SignedIn,
        "drafts.file": SignedIn,
        "issuing.hand_over": SignedIn,
        "issuing.submit": SignedIn,
        "issuing.remove": SignedIn,
        "issuing.confirm": Act.issue,
        "issuing.carry_out": Act.issue,
        "issuing.correct": Act.void,
    }
)
# What a caller on this machine may do while the office has no account: nothing of it is kept.
STATELESS = frozenset({Act.draft, Act.render})
