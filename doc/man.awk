# SPDX-License-Identifier: BSD-3-Clause
# man.awk -- the records of extract.awk as man pages.
#
# usage: awk -f doc/man.awk -v dir=DIR -v version=0.1.0 -v overview=doc/raptors.man ROUTINES
#
# Writes DIR/rp_<routine>.3 for each text, DIR/<symbol>.3 with a .so line for each C symbol
# of another name, and DIR/raptors.3: the text of `overview`, whose line @routines@ becomes
# the list of all. No date: the same source gives the same bytes.

BEGIN {
    title_of["Formula"] = "DESCRIPTION"
    title_of["Shapes"] = "SHAPES"
    title_of["Args"] = "ARGUMENTS"
    title_of["Units"] = "UNITS"
    title_of["Errors"] = "RETURN VALUE AND ERRORS"
    title_of["Empty"] = "EMPTY OPERANDS"
    title_of["Aliasing"] = "ALIASING"
    title_of["Numerics"] = "NUMERICS"
    title_of["Traffic"] = "MEMORY TRAFFIC"
    title_of["Threads"] = "THREADS"
    title_of["Source"] = "SOURCES"
    title_of["Example"] = "EXAMPLE"
}

# Characters that roff would change or take for commands. A hyphen between letters joins
# words; any other is a minus.
function escape(s,    out)
{
    gsub(/\\/, "\\e", s)
    gsub(/\^/, "\\(ha", s)
    gsub(/~/, "\\(ti", s)
    gsub(/`/, "\\(ga", s)
    gsub(/'/, "\\(aq", s)
    out = ""
    while (match(s, /-/)) {
        out = out substr(s, 1, RSTART - 1)
        if (substr(s, RSTART - 1, 1) ~ /[A-Za-z]/ && substr(s, RSTART + 1, 1) ~ /[a-z]/)
            out = out "-"
        else
            out = out "\\-"
        s = substr(s, RSTART + 1)
    }
    out = out s
    if (out ~ /^\./)
        out = "\\&" out
    return out
}

function put(s) { print s > file }

function heading(page)
{
    put(".\\\" SPDX-License-Identifier: BSD-3-Clause")
    put(".\\\" Made by doc/man.awk from the text in the source.")
    put(".TH " toupper(page) " 3 \"\" \"raptors " version "\" \"Raptors\"")
    put(".nh\n.ad l")
}

# The synopsis is gathered, as C, Fortran and module lines come mixed.
function synopsis(    i)
{
    put(".SH NAME")
    put(escape(names) " \\- " escape(brief))
    put(".SH SYNOPSIS\n.nf\n.B #include <raptors.h>\n.PP")
    for (i = 1; i <= c; i++)
        put(escape(c_line[i]))
    put(".fi")
    if (f77) {
        put(".SS Fortran 77\n.nf\n.B INCLUDE \\(aqraptors.fi\\(aq\n.PP")
        for (i = 1; i <= f77; i++)
            put((i > 1 && f77_line[i] ~ /^SUBROUTINE/ ? ".PP\n" : "") escape(f77_line[i]))
        put(".fi\n.PP")
        put("With _64 after the name every INTEGER is an INTEGER*8.")
    }
    if (module) {
        put(".SS Fortran module\n.nf\n.B use raptors\n.PP\n" escape(module) "\n.fi")
    }
}

$1 != "text" { value = substr($0, length($1) + 2) }

$1 == "page" {
    page = value
    file = dir "/" page ".3"
    pages[++count] = page
    names = module = ""
    c = f77 = started = 0
}
$1 == "brief" { brief = brief_of[page] = value }
$1 == "symbol" {
    names = names (names ? ", " : "") value
    if (value != page) {
        link = dir "/" value ".3"
        print ".so man3/" page ".3" > link
        close(link)
    }
}
$1 == "c" { c_line[++c] = value }
$1 == "f77" { f77_line[++f77] = value }
$1 == "module" { module = value }

# Clauses that stand side by side in the text become a list.
function close_section(    clauses, n, i)
{
    if (head == "Formula")
        put(".fi")
    n = split(prose, clauses, /; /)
    for (i = 1; i <= n; i++)
        put((n > 1 ? ".IP \\(bu 2\n" : "") escape(clauses[i]))
    prose = ""
}

$1 == "head" {
    if (!started++) {
        heading(page)
        synopsis()
    } else
        close_section()
    head = value
    if (!(head in title_of)) {
        print "man.awk: " page ": no such heading: " head | "cat 1>&2"
        exit 1
    }
    put(".SH " title_of[head])
    if (head == "Formula")
        put(".nf")
}
$1 == "text" {
    value = substr($0, 6)
    if (head ~ /^(Shapes|Empty|Aliasing|Numerics|Source)$/) {
        sub(/^ +/, "", value)
        prose = prose (prose ? " " : "") value
        next
    }
    if (head == "Args" && value ~ /^ *[0-9]/) {
        sub(/^ */, "", value)
        split(value, part, / +/)
        put(".TP 16\n" part[1] " \\fI" part[2] "\\fR (" part[3] ")")
        sub(/^[0-9]+ +[^ ]+ +[a-z]+ +/, "", value)
    }
    if (head != "Formula")
        sub(/^ +/, "", value)
    put(escape(value))
}
$1 == "end" {
    close_section()
    head = ""
    put(".SH SEE ALSO\n.BR raptors (3)")
    close(file)
}

END {
    file = dir "/raptors.3"
    heading("raptors")
    while ((getline line < overview) > 0)
        if (line == "@routines@")
            for (i = 1; i <= count; i++)
                put(".TP 24\n.B " pages[i] "\n" escape(brief_of[pages[i]]))
        else if (line !~ /^\.\\"/)
            put(line)
}
