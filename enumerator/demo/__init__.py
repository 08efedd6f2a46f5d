# SPDX-License-Identifier: Apache-2.0
"""Invented families, a respondent who answers the real form for them, and the demonstration built on both."""
