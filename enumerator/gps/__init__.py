# SPDX-License-Identifier: Apache-2.0
"""Where things are: points as XForms writes them (`points`), and a GPS receiver on a serial port: its
sentences (`sentences`), what they come to (`tracking`), fixes made into one (`averaging`), the port itself
(`receiver`)."""
