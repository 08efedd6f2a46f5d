# SPDX-License-Identifier: Apache-2.0
"""A computer of its own on which an interview is begun by keys, and which is then cut off (see
`test_day_one`): it says where the keyboard was, and waits for the end."""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from enumerator.settings import Settings, data_home
from ui.app import Window, make_application
from ui.entrance import doors

from .interviewing import SERIES, Interviewing
from .keyboard import Chooser, Person
from .test_day_one import a_family


def main(choice: str, passphrase: str) -> None:
    """Open the data folder, begin with somebody new, and go on to the second digit of the second NIK."""
    app = make_application(sys.argv[:1], Settings())
    window = Window(doors(), Settings(), data_home())
    window.show()
    person = Person(window, Chooser())
    person.sit_down()
    person.press(choice)
    person.enter(passphrase)
    person.wait_until(lambda: window.shell is not None)
    person.press("Ctrl+N")
    hand = Interviewing(person, a_family(), {})

    def type_two_digits(_hand: Interviewing, address: str) -> bool:
        if len(hand.desk.progress.rows(SERIES)) < 2:
            hand.aside["nik"] = type_two_digits
            return False
        person.type("33")
        print(json.dumps([hand.at, hand.node(address).value]), flush=True)
        app.exec()
        return True

    hand.aside["nik"] = type_two_digits
    hand.hold()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
