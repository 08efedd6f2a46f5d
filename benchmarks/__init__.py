# SPDX-License-Identifier: Apache-2.0
"""What is measured, beside the limits of the machine and other programs on the same work."""
