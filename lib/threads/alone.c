/* SPDX-License-Identifier: BSD-3-Clause */
/* alone.c -- the backend of --with-threads=none: there is no team. */

#include "threads/team.h"

const char *const rpi_team_backend = "none";
const int rpi_team_most = 1;

bool rpi_team_prepare(void)
{
    return false;
}

int rpi_team_start(int helpers)
{
    (void)helpers;
    return 0;
}

int rpi_team_started(void)
{
    return 0;
}

bool rpi_team_awake(int helpers)
{
    (void)helpers;
    return false;
}

void rpi_team_rouse(int helpers)
{
    (void)helpers;
}

void rpi_team_tire(bool tired)
{
    (void)tired;
}

void rpi_team_work(int helpers)
{
    (void)helpers;
    rpi_team_help(0);
}
