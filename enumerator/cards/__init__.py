# SPDX-License-Identifier: Apache-2.0
"""The assistance card: its number, its signed code, its face and back, the printed sheet, its life, and its
check.
"""
