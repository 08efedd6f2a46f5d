# SPDX-License-Identifier: Apache-2.0
"""A GPS receiver on a serial or USB port: its sentences, what they say of where it is, and the reading."""

from .averaging import Averaging
from .receiver import Lost, Port, Receiver, ports
from .sentences import BadSentenceError
from .tracking import Fix, Seen, Tracker

__all__ = ["Averaging", "BadSentenceError", "Fix", "Lost", "Port", "Receiver", "Seen", "Tracker", "ports"]
