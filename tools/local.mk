# SPDX-License-Identifier: BSD-3-Clause
# tools/local.mk -- raptors-info, which is installed, and the schema of what it prints.

bin_PROGRAMS += tools/raptors-info
tools_raptors_info_SOURCES = \
    tools/exercise.c \
    tools/raptors_info.c \
    tools/raptors_info.h \
    tools/text.c
tools_raptors_info_LDADD = libraptors.la
dist_man_MANS += tools/raptors-info.1
dist_pkgdata_DATA = doc/threading_info.schema.json
