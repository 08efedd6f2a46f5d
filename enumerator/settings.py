# SPDX-License-Identifier: Apache-2.0
"""What a person may choose about the program on one laptop; no secrets, no answers."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from enumerator.disk import put_in_place

FILE_NAME = "settings.json"


class Settings(BaseModel):
    """Each field's description is shown on the settings screen."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: Literal["id", "en"] = Field(default="id", description="Language of the screens")
    theme: Literal["light", "dark", "sunlight"] = Field(default="light", description="Colours")
    text_scale: int = Field(default=100, ge=80, le=200, description="Size of the text, in percent")
    lock_after_minutes: int = Field(
        default=10, ge=1, le=240, description="Lock the screen after minutes of rest"
    )
    exchange_folder: str = Field(default="", description="Folder or stick for bundles")
    watched_folder: str = Field(default="", description="Folder whose bundles are taken in by themselves")
    backup_folder: str = Field(default="", description="Folder or stick for backups")
    equipment: dict[str, str] = Field(default_factory=dict, description="Devices used last")
    backup_trouble: str = Field(default="", description="Why the last backup was not made")
    last_person: str = Field(default="", description="Who signed in last at the office's computer")
    card_printing: dict[str, str] = Field(
        default_factory=dict, description="How cards were printed last"
    )
    card_checks: dict[str, str] = Field(
        default_factory=dict, description="How many cards were checked on a day"
    )
    week_target: int = Field(default=0, ge=0, le=999, description="Households to finish in a week")
    practice: bool = Field(default=False, description="Whether this is the laptop's training project")
    tour_seen: bool = Field(default=False, description="Whether the first tour was taken or skipped")
    backup_reminded: str = Field(default="", description="When a missing backup was last spoken of")


def data_home() -> Path:
    """Where data folders are kept unless the person says otherwise; PENDATA_HOME overrides it."""
    chosen = os.environ.get("PENDATA_HOME")
    return Path(chosen) if chosen else usual_home()


def usual_home() -> Path:
    """Where the operating system wants a person's data folders, on the disk of this computer."""
    return Path(platformdirs.user_data_dir("Pendata", appauthor=False))


def read_settings(folder: Path) -> Settings:
    """The settings in `folder`; unreadable or missing ones are the defaults, for they hold nothing that
    matters.
    """
    try:
        return Settings.model_validate_json((folder / FILE_NAME).read_text("utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return Settings()


def write_settings(folder: Path, settings: Settings) -> None:
    """Write whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / (FILE_NAME + ".part")
    part.write_text(json.dumps(settings.model_dump(), indent=1), "utf-8")
    put_in_place(part, folder / FILE_NAME)
