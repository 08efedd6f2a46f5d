# SPDX-License-Identifier: Apache-2.0
"""Assistance cards on screen: who is due one, their design, printing them, and what becomes of each."""
