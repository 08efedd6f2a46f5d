# SPDX-License-Identifier: Apache-2.0
"""What is asked: forms, and interviews that fill them in. The contract is README.md beside this file."""

from __future__ import annotations

from .changes import Changes, RemovedRow
from .choices import ChoiceView
from .definition import Choice, EntityMapping, Form, FormWarning, Group, Question, Repeat
from .interview import Interview
from .loading import load_form
from .notes import NoAnswer
from .validation import Problem
from .viewing import Node
from .world import Context
from .xform import parse_form

__all__ = [
    "Changes",
    "Choice",
    "ChoiceView",
    "Context",
    "EntityMapping",
    "Form",
    "FormWarning",
    "Group",
    "Interview",
    "NoAnswer",
    "Node",
    "Problem",
    "Question",
    "RemovedRow",
    "Repeat",
    "load_form",
    "parse_form",
]
