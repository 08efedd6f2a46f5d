# SPDX-License-Identifier: Apache-2.0
"""What the program needs at run time, as plain files."""
