"""What can be found in the law data: a row for each record of each collection, and the words."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from obligations.models.law import Requirement, heading


class SearchEntry(models.Model):
    """One record as a search sees it. Loading an edition writes all of them anew.

    A hit in its title counts most, then one in its text, then one in `about`: what its condition
    turns on, its job and its theme.
    """

    class Collection(models.TextChoices):
        REQUIREMENT = "requirement", "Requirements"
        MILESTONE = "milestone", "Dates"
        KIND = "kind", "Kinds of harm"
        ENFORCEMENT = "enforcement", "Enforcement"
        REGISTER = "register", "Ofcom’s register"
        POLICY = "policy", "Policy record"
        DEFINITION = "definition", "Definitions"
        QUESTION = "question", "Questions of a check"
        JOB = "job", "Jobs"
        EVENT = "event", "Events"
        INSTRUMENT = "instrument", "Sources of law"
        RECORD = "record", "Everything else"

    collection = models.CharField(max_length=12, choices=Collection.choices)
    slug = models.CharField(max_length=120, help_text="The record's id in its collection.")
    ref = models.CharField(max_length=120, blank=True, help_text="Official citation, if any.")
    title = models.TextField()
    text = models.TextField(blank=True)
    about = models.TextField(blank=True, help_text="What its condition turns on, job, theme.")
    names = ArrayField(
        models.TextField(), default=list, help_text="What it is called: references.keys_of, plain."
    )
    order = models.PositiveIntegerField()
    requirement = models.ForeignKey(Requirement, models.CASCADE, null=True, related_name="+")
    vector = models.GeneratedField(
        expression=SearchVector("ref", "title", weight="A", config="english")
        + SearchVector("text", weight="B", config="english")
        + SearchVector("about", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering: ClassVar = ["collection", "order"]
        verbose_name_plural = "search entries"
        indexes: ClassVar = [
            GinIndex(fields=["vector"], name="search_vector"),
            GinIndex(fields=["names"], name="search_names"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "slug"], name="search_entry_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> str:
        """The title after its reference."""
        return heading(self.ref, self.title)


class SearchWord(models.Model):
    """A word that the records use, as it is written, and in how many of them it stands."""

    word = models.CharField(max_length=60, unique=True)
    records = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-records", "word"]

    def __str__(self) -> str:
        return self.word
