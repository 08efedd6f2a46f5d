# SPDX-License-Identifier: Apache-2.0
"""What a check of a card looks like, wherever one is made: the line for a code, and the answer."""
