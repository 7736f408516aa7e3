# SPDX-License-Identifier: BSD-3-Clause
# extract.awk -- the texts of the public routines, as records for man.awk and texi.awk.
#
# usage: awk -f doc/extract.awk include/raptors.h FILE.c...
#
# A text is the comment above a definition, "rp_?name -- brief" and then headings, each a
# capital word in the first column. A record is a word, a blank and a value:
#
#   page    the name of the man page, rp_axis0sum
#   title   the name with ? for the precision, rp_?axis0sum
#   brief   what it does, in one line
#   symbol  a C symbol that raptors.h declares for it; the next two may follow each
#   c       a line of the C synopsis
#   f77     a line of the Fortran 77 synopsis
#   module  the call through the Fortran module
#   head    a heading of the text
#   text    a line under it
#   end     the end of the page
#
# A text without prototype, or a prototype without text, is an error.

function squeeze(s)
{
    gsub(/[ \t\n]+/, " ", s)
    sub(/^ /, "", s)
    sub(/ $/, "", s)
    return s
}

function error(message)
{
    print "extract.awk: " message | "cat 1>&2"
    failed = 1
}

# wrap(KEY, S): S as records of at most 70 columns, broken between arguments;
# continuations stand under the first argument.
function wrap(key, s,    indent, line, list, n, i)
{
    indent = index(s, "(")
    n = split(s, list, /, /)
    line = list[1]
    for (i = 2; i <= n; i++)
        if (length(line) + 3 + length(list[i]) > 70) {
            print key " " line ","
            line = sprintf("%" indent "s%s", "", list[i])
        } else
            line = line ", " list[i]
    print key " " line
}

# split_prototype(P): the arguments of a prototype, with names and types, without const.
function split_prototype(p,    list, i)
{
    list = p
    sub(/^[^(]*\(/, "", list)
    sub(/\);$/, "", list)
    count = list == "void" ? 0 : split(list, arguments, /, /)
    for (i = 1; i <= count; i++) {
        pointer[i] = arguments[i] ~ /\*/
        name[i] = arguments[i]
        sub(/.*[ *]/, "", name[i])
        type[i] = arguments[i]
        sub(/^const /, "", type[i])
        sub(/ .*/, "", type[i])
    }
}

# A pointer before a leading dimension is a matrix, before an increment a vector.
function shape(i)
{
    if (!pointer[i] || i == count)
        return ""
    if (name[i + 1] ~ /^ld/)
        return "(" toupper(name[i + 1]) ",*)"
    return name[i + 1] ~ /^inc/ ? "(*)" : ""
}

# declare(KIND, PATTERN, LAST): the Fortran declaration of the arguments of these C types.
function declare(kind, pattern, last,    list, i)
{
    list = ""
    for (i = 1; i <= count; i++)
        if (type[i] ~ pattern)
            list = list (list ? ", " : "") toupper(name[i]) shape(i)
    if (last)
        list = list ", " last
    if (list)
        wrap("f77", kind " " list)
}

function fortran77(symbol,    list, i)
{
    split_prototype(prototype[symbol])
    list = "SUBROUTINE " toupper(symbol) "("
    for (i = 1; i <= count; i++)
        list = list toupper(name[i]) ", "
    wrap("f77", list "INFO)")
    declare("INTEGER", "^(int|rp_int)$", "INFO")
    declare("REAL", "^float$")
    declare("DOUBLE PRECISION", "^double$")
}

# The generic of the Fortran module.
function module(stem)
{
    if (stem == "geadd_bcast")
        return "rp_add_bcast(a, x, c, bcast [, alpha, beta, info])"
    if (stem == "geadd")
        return "rp_add(a, b, c [, alpha, beta, info])"
    if (stem == "gescal")
        return "rp_scale(alpha, a, b [, info])"
    if (stem ~ /^ge/)
        return "rp_" substr(stem, 3) "(a, result [, info])"
    if (stem ~ /^axis/)
        return "rp_" stem "(a, y [, info])"
    return "rp_" stem "(x, result [, info])"
}

function c_synopsis(symbol,    i)
{
    print "symbol " symbol
    for (i = 1; i <= types; i++)
        if (index(prototype[symbol], type_name[i] " "))
            wrap("c", type_text[i])
    wrap("c", prototype[symbol])
    told[symbol] = 1
}

# Every precision of the family that raptors.h declares.
function synopsis(title,    precisions, n, i, symbol, stem, found)
{
    if (title !~ /\?/) {
        if (!(title in prototype))
            error(FILENAME ": " title " is not in raptors.h")
        else
            c_synopsis(title)
        if (prototype[title] ~ /^(int|void) rp_[a-z0-9_]+\((void|int [a-z]+)\);$/)
            fortran77(title)
        split_prototype(prototype[title])
        return
    }
    n = split("s d ds", precisions, " ")
    stem = substr(title, 5)
    for (i = 1; i <= n; i++) {
        symbol = "rp_" precisions[i] stem
        if (symbol in prototype) {
            c_synopsis(symbol)
            fortran77(symbol)
            found = 1
        }
    }
    if (!found)
        error(FILENAME ": " title " is not in raptors.h in any precision")
    print "module call " module(stem)
}

# The header: its prototypes, and the function types that they need.
FILENAME ~ /\.h$/ && /^(RP_API|typedef .*\()/ { declaration = ""; declaring = 1 }
declaring {
    declaration = declaration " " $0
    if (!/;[ \t]*$/)
        next
    declaring = 0
    declaration = squeeze(declaration)
    match(declaration, /rp_[a-z0-9_]+[()]/)
    symbol = substr(declaration, RSTART, RLENGTH - 1)
    if (sub(/^RP_API /, "", declaration)) {
        prototype[symbol] = declaration
        symbols[++declared] = symbol
    } else {
        type_name[++types] = symbol
        type_text[types] = declaration
    }
}
FILENAME ~ /\.h$/ { next }

# The sources: "/*" alone, then " * rp_name -- brief", opens a text.
/^\/\*$/ { opening = 1; next }
opening && /^ \* rp_[a-z0-9_?]+ -- / {
    title = $2
    page = title
    sub(/\?/, "", page)
    print "page " page
    print "title " title
    print "brief " substr($0, index($0, " -- ") + 4)
    synopsis(title)
    inside = 1
    number = 0
}
opening { opening = 0; next }
inside && /^ \*\// {
    if (number != count)
        error(FILENAME ": " title ": " number " arguments told, " count " declared")
    print "end"
    inside = 0
}
inside && /^ \* [A-Z]/ {
    head = $2
    print "head " head
    sub(head, sprintf("%" length(head) "s", ""))
}
inside && /^ \*  / {
    line = substr($0, 13)
    sub(/^ /, "", line)
    print "text " line
    if (head == "Args" && line ~ /^ ?[0-9]/ && ($2 != ++number || $3 != name[number]))
        error(FILENAME ": " title ": argument " $2 " " $3 " is not that of raptors.h")
}

END {
    for (i = 1; i <= declared; i++)
        if (!(symbols[i] in told))
            error("no text for " symbols[i] " of raptors.h")
    exit failed
}
