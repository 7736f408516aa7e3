# SPDX-License-Identifier: BSD-3-Clause
# texi.awk -- the records of extract.awk as the reference chapter of the manual.
#
# usage: awk -f doc/texi.awk ROUTINES      (twice the same file: first for the menu)

function escape(s)
{
    gsub(/[@{}]/, "@&", s)
    return s
}

function code(s) { return "@code{" escape(s) "}" }

# The clauses of a section that stand side by side become a list.
function print_prose(    clauses, n, i)
{
    n = split(prose, clauses, /; /)
    if (n > 1)
        print "@itemize"
    for (i = 1; i <= n; i++)
        print (n > 1 ? "@item " : "") escape(clauses[i])
    if (n > 1)
        print "@end itemize"
}

# One heading and what stands under it.
function print_section()
{
    if (head == "")
        return
    if (head == "Args")
        print "@end table"
    else if (head == "Formula")
        print "@end example"
    else if (prose ~ /; / && head != "Errors") {
        print "\n@noindent\n@strong{" head "}"
        print_prose()
    } else
        print "\n@noindent\n@strong{" head "}: " escape(prose)
    head = prose = ""
}

function print_lines(title, n, lines,    i)
{
    if (!n)
        return
    print "\n@noindent\n" title ":\n\n@example"
    for (i = 1; i <= n; i++)
        print escape(lines[i])
    print "@end example"
}

BEGIN {
    print "@c SPDX-License-Identifier: BSD-3-Clause"
    print "@c Made by doc/texi.awk from the texts in the source."
    print "@menu"
}

FNR == 1 { pass++ }
pass == 1 && $1 == "title" { title = $2 }
pass == 1 && $1 == "brief" { print "* " title "::  " escape(substr($0, 7)) "." }
pass == 1 { next }
FNR == 1 { print "@end menu" }

$1 != "text" { value = substr($0, length($1) + 2) }
$1 == "page" { c = f77 = 0; module = ""; started = 0; indices = "" }
$1 == "title" { title = value }
$1 == "brief" { brief = value }
$1 == "symbol" { indices = indices "@findex " value "\n" }
$1 == "c" { c_line[++c] = value }
$1 == "f77" {
    if (f77 && value ~ /^SUBROUTINE/)
        f77_line[++f77] = ""
    f77_line[++f77] = value
}
$1 == "module" { module = value }

$1 == "head" {
    if (!started++) {
        print "\n@node " title "\n@section " code(title) ": " escape(brief)
        printf "%s", indices
    }
    print_section()
    head = value
    if (head == "Formula")
        print "\n@example"
    if (head == "Args")
        print "\n@table @asis"
}
$1 == "text" {
    value = substr($0, 6)
    if (head == "Formula") {
        print escape(value)
        next
    }
    if (head == "Args" && value ~ /^ *[0-9]/) {
        sub(/^ */, "", value)
        split(value, part, / +/)
        print "@item " part[1] "@tie{}" code(part[2]) " (" part[3] ")"
        sub(/^[0-9]+ +[^ ]+ +[a-z]+ +/, "", value)
    }
    sub(/^ +/, "", value)
    if (head == "Args")
        print escape(value)
    else
        prose = prose (prose ? " " : "") value
}
$1 == "end" {
    print_section()
    print_lines("C", c, c_line)
    print_lines("Fortran 77, and with @code{_64} after the name and @code{INTEGER*8}", \
                f77, f77_line)
    if (module) {
        module_line[1] = module
        print_lines("Fortran module", 1, module_line)
    }
}
