# SPDX-License-Identifier: Apache-2.0
"""What is carried: signed, sealed slices of the journal, by anything that carries files."""
