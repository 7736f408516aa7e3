# SPDX-License-Identifier: BSD-3-Clause
# genmod.awk -- the Fortran module, from the C header and the template of the module.
#
# usage: awk -f genmod.awk include/raptors.h interface/fortran/raptors.f90.in
#
# The header says which routines and constants there are, the template what Fortran makes of
# them. What one of the two does not know of the other stops the build. In the template
#
#   !@constants           every constant, and its twin with _64
#   !@f77                 the explicit interfaces, with INTEGER and with INTEGER*8
#   !@generics            the generic names are public
#   !@each ARGUMENTS      the lines up to !@end, for each routine with this list of
#                         arguments in C (or, for *, for each routine); in these lines
#       {name}                  rp_saxis0sum
#       {p} {stem}              s, d or ds; axis0sum
#       {generic}               rp_axis0sum; rp_sum for gesum and sum, and so on
#       {elem} {real}           the kinds of what goes in and of what comes out
#       {over} {along}          of an axis routine: the dimension that goes, and that stays
#       {least}                 the least legal number of elements that are reduced
#   !@kinds               the lines up to !@end with {p} {real} of both kinds

function fail(text)
{
    print "genmod.awk: " text | "cat 1>&2"
    failed = 1
    exit 1
}

# ---- The header -------------------------------------------------------------------------

# "const float *a" is an argument a of type "const float*".
function add_argument(r, text,    name)
{
    name = text
    sub(/^.*[ *]/, "", name)
    sub(/[a-z0-9_]+$/, "", text)
    gsub(/ +\*/, "*", text)
    gsub(/^ +| +$/, "", text)
    arguments[r] = arguments[r] (arguments[r] == "" ? "" : " ") name
    type[r, name] = text
    if (text ~ /^const .*\*$/)
        elem[r] = kind_of(text)
    else if (text ~ /\*$/)
        real[r] = kind_of(text)
}

function kind_of(text) { return text ~ /double/ ? "c_double" : "c_float" }

function add_routine(name, list,    parts, n, i)
{
    routines[++count] = name
    n = split(list, parts, ",")
    for (i = 1; i <= n; i++)
        add_argument(name, parts[i])
    prefix[name] = elem[name] != real[name] ? "ds" : real[name] == "c_double" ? "d" : "s"
    if (index(name, "rp_" prefix[name]) != 1)
        fail(name " has arguments of type " prefix[name])
    stem[name] = substr(name, length("rp_" prefix[name]) + 1)
}

# A routine computes if it has floating-point arrays; the others are runtime calls. Those with
# nothing but integers are Fortran 77 subroutines too; the template binds the others by hand.
function add_declaration(text,    name, list)
{
    name = list = text
    sub(/\(.*/, "", name)
    sub(/^.*[ *]/, "", name)
    sub(/^[^(]*\(/, "", list)
    sub(/\).*/, "", list)
    if (list ~ /(float|double) \*/)
        add_routine(name, list)
    else if (list == "void" && text ~ / (int|void) rp_/)
        settings[++setting_count] = name
    else if (list ~ /^int [a-z]+$/) {
        settings[++setting_count] = name
        add_argument(name, list)
    } else
        runtime[name] = 1
}

FNR == 1 { file++ }

file == 1 && /^#define RP_[A-Z_]+ [0-9]+/ {
    constants[++constant_count] = tolower($2)
    value[tolower($2)] = $3
}
file == 1 && /^RP_API/ { declaration = "" }
file == 1 {
    declaration = declaration " " $0
    if (declaration ~ /^ RP_API.*;/) {
        add_declaration(declaration)
        declaration = ""
    }
    next
}

# ---- What is made of it -----------------------------------------------------------------

function print_constants(    i, c)
{
    for (i = 1; i <= constant_count; i++) {
        c = constants[i]
        print "  integer(i4), parameter, public :: " c " = " value[c]
        print "  integer(i8), parameter, public :: " c "_64 = " value[c]
    }
}

function comma(list, sep) { gsub(/ /, sep, list); return list }

# An output stays inout: what lies between its elements, or was there before an error, is kept.
function f77_type(t, integer)
{
    if (t !~ /float|double/)
        return "integer(" integer "), intent(in)"
    return "real(" kind_of(t) "), intent(" (t ~ /\*/ && t !~ /^const/ ? "inout" : "in") ")"
}

function print_f77(r, integer, suffix,    n, names, i, t, found, order, declared, k)
{
    n = split(arguments[r], names, " ")
    for (i = 1; i <= n; i++) {
        t = f77_type(type[r, names[i]], integer)
        if (!(t in declared))
            order[++found] = t
        declared[t] = declared[t] (declared[t] == "" ? "" : ", ") names[i] \
            (type[r, names[i]] ~ /\*/ && names[i] != "result" ? "(*)" : "")
    }
    print "    subroutine " r suffix "(" comma(arguments[r] (n ? " " : "") "info", ", ") ") &"
    print "        bind(C, name='" r suffix "_')"
    print "      import"
    for (k = 1; k <= found; k++)
        print "      " order[k] " :: " declared[order[k]]
    print "      integer(" integer "), intent(out) :: info"
    print "    end subroutine"
}

function print_all_f77(    i)
{
    for (i = 1; i <= count; i++)
        print "  public :: " routines[i] ", " routines[i] "_64"
    for (i = 1; i <= setting_count; i++)
        print "  public :: " settings[i] ", " settings[i] "_64"
    print "  interface"
    for (i = 1; i <= count; i++) {
        print_f77(routines[i], "i4", "")
        print_f77(routines[i], "i8", "_64")
    }
    for (i = 1; i <= setting_count; i++) {
        print_f77(settings[i], "i4", "")
        print_f77(settings[i], "i8", "_64")
    }
    print "  end interface"
}

function generic(s)
{
    if (s == "gescal")
        return "rp_scale"
    sub(/^ge/, "", s)
    return "rp_" s
}

function print_generics(    i, g, seen)
{
    for (i = 1; i <= count; i++) {
        g = generic(stem[routines[i]])
        if (!(g in seen))
            print "  public :: " g
        seen[g] = 1
    }
}

function fill_kind(text, p, kind)
{
    gsub(/\{p\}/, p, text)
    gsub(/\{real\}/, kind, text)
    return text
}

function fill(text, r,    over, least)
{
    over = stem[r] ~ /^axis0/ ? 1 : 2
    least = stem[r] ~ /(max|min)$/ ? 1 : 0
    gsub(/\{name\}/, r, text)
    gsub(/\{stem\}/, stem[r], text)
    gsub(/\{generic\}/, generic(stem[r]), text)
    gsub(/\{elem\}/, elem[r], text)
    gsub(/\{over\}/, over, text)
    gsub(/\{along\}/, 3 - over, text)
    gsub(/\{least\}/, least, text)
    return fill_kind(text, prefix[r], real[r])
}

function print_block(    i)
{
    if (block == "kinds") {
        printf "%s", fill_kind(lines, "s", "c_float")
        printf "%s", fill_kind(lines, "d", "c_double")
        return
    }
    for (i = 1; i <= count; i++)
        if (block == "*" || block == arguments[routines[i]]) {
            printf "%s", fill(lines, routines[i])
            if (block != "*")
                used[routines[i]] = 1
        }
}

# ---- The template -----------------------------------------------------------------------

match($0, /bind\(C, name='rp_[a-z_]+'\)/) {
    split(substr($0, RSTART, RLENGTH), bound, "'")
    delete runtime[bound[2]]
}
/^!@constants/ { print_constants(); next }
/^!@f77/ { print_all_f77(); next }
/^!@generics/ { print_generics(); next }
/^!@kinds/ { block = "kinds"; lines = ""; next }
/^!@each/ { block = $0; sub(/^!@each /, "", block); lines = ""; next }
/^!@end/ { print_block(); block = ""; next }
block != "" { lines = lines $0 "\n"; next }
{ print }

END {
    if (failed)
        exit 1
    for (i = 1; i <= count; i++)
        if (!(routines[i] in used))
            fail("the template has nothing for " routines[i] "(" arguments[routines[i]] ")")
    for (name in runtime)
        fail("the template does not bind " name)
}
