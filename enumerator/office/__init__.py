# SPDX-License-Identifier: Apache-2.0
"""What the office does in one step, joined from the rooms below: the terminal and the screens both call it
here.
"""
