"""The parts of the library: address name, title and what the reader finds there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """One part of the library, as the home page introduces it."""

    name: str
    title: str
    about: str


SECTIONS = (
    Section(
        "requirement-list",
        "Requirements",
        "Every duty, Code measure and piece of guidance: who, since when, on what condition.",
    ),
    Section(
        "job-list",
        "Jobs",
        "What one person does in one sitting, with everything it settles: ten for a small forum.",
    ),
    Section(
        "milestone-list", "Dates", "What happened and what is planned, with the dates that slipped."
    ),
    Section(
        "category-list",
        "Categories",
        "Categories 1, 2A and 2B: thresholds, duties, and services reported on the register.",
    ),
    Section(
        "instrument-list", "Sources of law", "Acts, regulations, codes, guidance, consultations."
    ),
    Section(
        "policy-list",
        "Policy record",
        "What was said in Parliament and by ministers, tied to the duties it is about.",
    ),
    Section("enforcement-list", "Enforcement", "Ofcom’s programmes and cases, as reported."),
    Section(
        "definition-list", "Definitions", "Terms, scope tests, thresholds, penalties and fees."
    ),
    Section(
        "kind-list",
        "Kinds of harm",
        "Illegal content and content harmful to children, with versions.",
    ),
    Section("event-list", "Events", "What duties stand by for, and what they wait for."),
    Section(
        "record-list-library",
        "Everything else",
        "The facts that conditions read, record-keeping, how risk assessments are done.",
    ),
)
