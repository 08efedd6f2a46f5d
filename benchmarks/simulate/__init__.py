# SPDX-License-Identifier: Apache-2.0
"""Months of a survey in seconds: laptops, offices and sticks with everything that goes wrong, through the
real code. What is simulated and what is checked is in README.md of this folder.
"""
