/* SPDX-License-Identifier: BSD-3-Clause */
/* words.c -- the vector vocabulary, word by word; compiled as the kernels are.
 *
 * The oracle is plain C on arrays of lanes, and every lane sees every pair of the numbers
 * below. One file of some length, as it is one unit for each precision and ISA.
 */

#include <fenv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "harness/guard.h"
#include "simd/simd.h"
#include "simd/words.h"

#define WORDS_(p, isa) words_##p##_##isa
#define WORDS(p, isa) WORDS_(p, isa)
simd_words WORDS(P, ISA);

/* Inlined in all its places, what is plain was two thirds of the time to compile. */
#define NOINLINE __attribute__((noinline))

/* The smaller real decides what is tiny and huge for both. */
static const float numbers[] = {0.0f,  -0.0f,     1.0f,      -1.0f, 3.0f,
                                -0.7f, 0x1p-149f, 0x1p+127f, 1e-9f, -0x1p+127f};
enum { FINITE = sizeof numbers / sizeof *numbers, NUMBERS = FINITE + 4 };

static NOINLINE real number(int i)
{
    static const float other[] = {__builtin_inff(), -__builtin_inff(), __builtin_nanf(""),
                                  -__builtin_nanf("")};
    i %= NUMBERS;
    return i < FINITE ? (real)numbers[i] : (real)other[i - FINITE];
}

static bool same(real x, real y)
{
    return (x != x && y != y) || !memcmp(&x, &y, sizeof x); /* NOLINT: bits are meant */
}

static NOINLINE bool same_lanes(const real *got, const real *want, int n)
{
    for (int i = 0; i < n; i++)
        if (!same(got[i], want[i]))
            return false;
    return true;
}

/* What is under test; a crash leaves it standing. */
static const char *volatile word = "";

/* ---- lane by lane ------------------------------------------------------------------ */

static real plus(real x, real y)
{
    return x + y;
}

static real times(real x, real y)
{
    return x * y;
}

static real over(real x, real y)
{
    return x / y;
}

static NOINLINE real smaller(real x, real y)
{
    if (x != x || y != y)
        return x != x ? x : y;
    return x < y || (x == y && __builtin_signbit(x)) ? x : y;
}

static real greater(real x, real y)
{
    return -smaller(-x, -y);
}

struct binary {
    const char *name;
    v_op *op;
    real (*plain)(real, real);
    bool commutes;
};

static vec min_held(vec a, vec b)
{
    return v_min(a, b);
}

static vec max_held(vec a, vec b)
{
    return v_max(a, b);
}

static const struct binary binaries[] = {
    {"v_add", v_add, plus, true},       {"v_mul", v_mul, times, true},
    {"v_div", v_div, over, false},      {"v_min", min_held, smaller, true},
    {"v_max", max_held, greater, true},
};
enum { BINARIES = sizeof binaries / sizeof *binaries };

/* Numbers s, s+1, .. and t, t+3, ..: over all s and t, every pair in every lane. */
static NOINLINE void draw(real a[VL], real b[VL], int s, int t)
{
    for (int i = 0; i < VL; i++) {
        a[i] = number(i + s);
        b[i] = number(3 * i + t);
    }
}

static bool binary_is_right(const struct binary *w, int s, int t)
{
    real a[VL], b[VL], got[VL], want[VL];
    draw(a, b, s, t);
    v_store(got, w->op(v_load(a), v_load(b)));
    for (int i = 0; i < VL; i++)
        want[i] = w->plain(a[i], b[i]);
    return same_lanes(got, want, VL);
}

/* The end of b and the best of it: its lanes must go on as they are if it is ordered,
   which only a NaN may be in the way of. */
ALWAYS_INLINE bool ordered_is_right(int how, struct best b, const real end[VL], real all)
{
    real got[VL];
    if (!v_ordered(how, b))
        return all != all;
    v_store(got, v_sure_end(how, v_sure(b)));
    if (!same_lanes(got, end, VL))
        return false;
    v_store(got, v_sure_end(how, v_sure_pair(how, v_sure(b), v_sure(b), VL > 1)));
    for (int i = 0; i < VL; i++)
        if (!same(got[i],
                  (how & MOST ? greater : smaller)(end[i], end[VL > 1 ? i ^ 1 : i])))
            return false;
    return true;
}

/* The best of four vectors, of which b comes second or last, as one or as two merged; and
   another that knows only by a note what the second has in it. */
ALWAYS_INLINE bool best_is_right(int how, bool merged, int s, int t)
{
    real x[4][VL], got[VL], want[VL];
    draw(x[0], x[1], s, t);
    draw(x[2], x[3], t / 2, s);
    struct best b = v_best(how, v_load(x[0]), v_load(x[1]));
    const struct best c = v_best(how, v_load(x[2]), v_load(x[3]));
    struct best noted = b;
    v_note(how, &noted, c);
    if (merged)
        v_merge(how, &b, c);
    else
        v_take(how, &b, v_load(x[2]), v_load(x[3]));
    if (v_ordered(how, noted) != v_ordered(how, b))
        return false;
    real (*const plain)(real, real) = how & MOST ? greater : smaller;
    real all = x[0][0];
    for (int i = 0; i < VL; i++) {
        want[i] = plain(plain(x[0][i], x[1][i]), plain(x[2][i], x[3][i]));
        all = plain(all, want[i]);
    }
    v_store(got, v_end(how, b));
    return same_lanes(got, want, VL) && same(v_end_all(how, b), all) &&
           ordered_is_right(how, b, want, all);
}

/* Every lane the same: the zeros, which many others would hide. And no NaN, of which the
   numbers have one for the widest vectors always. */
ALWAYS_INLINE bool best_of_zeros(int how, int at)
{
    real x[4 * VL];
    for (int i = 0; i < 4 * VL; i++)
        x[i] = (i == at) != how ? (real)-0.0 : 0;
    struct best b = v_best(how, v_load(x), v_load(x + VL));
    v_take(how, &b, v_load(x + 2 * VL), v_load(x + 3 * VL));
    real end[VL];
    v_store(end, v_end(how, b));
    const real all = how ? 0 : (real)-0.0;
    return same(v_end_all(how, b), all) && ordered_is_right(how, b, end, all);
}

#if V_QUICK
/* QUICK must doubt what reads a NaN or an infinity, or ends in a zero, and be right, and
   without doubt, where it does not: one number among others that are finite and no
   zeros. */
ALWAYS_INLINE bool quick_is_right(int how, bool merged, int at, real one)
{
    real x[4 * VL], end[VL];
    for (int i = 0; i < 4 * VL; i++)
        x[i] = (real)(5 * (i + at) % 11) - 5.5f;
    x[at] = one;
    struct best b = v_best(how, v_load(x), v_load(x + VL));
    const struct best c = v_best(how, v_load(x + 2 * VL), v_load(x + 3 * VL));
    struct best noted = b;
    v_note(how, &noted, c);
    if (merged)
        v_merge(how, &b, c);
    else
        v_take(how, &b, v_load(x + 2 * VL), v_load(x + 3 * VL));
    const bool finite = one - one == 0;
    if (v_ordered(how, b) != finite || v_ordered(how, noted) != finite)
        return false;
    real (*const plain)(real, real) = how & MOST ? greater : smaller;
    real all = x[0];
    bool zero = false;
    for (int i = 0; i < VL; i++) {
        end[i] = plain(plain(x[i], x[i + VL]), plain(x[i + 2 * VL], x[i + 3 * VL]));
        all = plain(all, end[i]);
        zero |= end[i] == 0;
    }
    const real last = v_end_all(how, b);
    if (!finite)
        return !is_settled(how, last);
    if (v_settled(how, v_end(how, b)) == zero || is_settled(how, last) != (all != 0))
        return false;
    return (all == 0 || same(last, all)) && (zero || ordered_is_right(how, b, end, all));
}
#endif

#if V_QUICK
/* What goes with QUICK, of a number in one lane. */
static bool lanes_of_quick_are_right(int at, real one)
{
    real x[VL], got[VL];
    for (int i = 0; i < VL; i++)
        x[i] = i == at ? one : 1;
    const vec v = v_once(v_load(x)), zeros = v_is_zero(v), nans = v_unordered(v, v);
    if (v_none(zeros) != (one != 0) || v_none(nans) != (one == one))
        return false;
    v_store(got, v_or(v_or(zeros, nans), v_neg(v_set1(1))));
    for (int i = 0; i < VL; i++) {
        const bool all = i == at && (one == 0 || one != one);
        if (all ? got[i] == got[i] : got[i] != -1)
            return false;
    }
    return true;
}
#endif

ALWAYS_INLINE bool bests_are_right_so(int how, int s, int t)
{
    return best_is_right(how, false, s, t) && best_is_right(how, true, s, t) &&
#if V_QUICK
           quick_is_right(how | QUICK, false, (s * NUMBERS + t) % (4 * VL), number(t)) &&
           quick_is_right(how | QUICK, true, (s * NUMBERS + t) % (4 * VL), number(t)) &&
           lanes_of_quick_are_right(s % VL, number(t)) &&
#endif
           best_of_zeros(how, (s * NUMBERS + t) % (4 * VL));
}

static bool bests_are_right(int s, int t)
{
    return bests_are_right_so(0, s, t) && bests_are_right_so(MOST, s, t);
}

static bool moves_are_right(int s)
{
    real a[VL], b[VL], want[5 * VL];
    _Alignas(64) real got[5 * VL];
    draw(a, b, s, 0);
    feclearexcept(FE_ALL_EXCEPT);
    v_store(got, v_load(a));
    v_store(got + VL, v_set1(a[0]));
    v_store(got + 2 * VL, v_neg(v_load(a)));
    v_store(got + 3 * VL, v_zero());
    v_stream(got + 4 * VL, v_load(a));
    v_stream_end();
    const real first = v_first(v_load(a));
    const bool quiet = !fetestexcept(FE_ALL_EXCEPT);
    for (int i = 0; i < VL; i++) {
        want[i] = a[i];
        want[VL + i] = a[0];
        want[2 * VL + i] = -a[i];
        want[3 * VL + i] = (real)-0.0;
        want[4 * VL + i] = a[i];
    }
    const bool negated = /* NaN too, which same_lanes does not look at */
        __builtin_signbit(got[2 * VL]) != __builtin_signbit(a[0]);
    return quiet && negated && same(first, a[0]) && same_lanes(got, want, 5 * VL);
}

static bool pick_is_right(int n, int s)
{
    real a[VL], got[VL], want[VL];
    uint8_t at[VL];
    for (int i = 0; i < VL; i++)
        a[i] = number(i + s);
    for (int i = 0; i < VL; i++) {
        at[i] = (uint8_t)((i * n + s) % VL);
        want[i] = a[at[i]];
    }
    v_store(got, v_pick(v_load(a), at));
    return same_lanes(got, want, VL);
}

#if V_SHIFTS

static bool shift_is_right(int n, int s)
{
    real a[2 * VL], got[VL];
    for (int i = 0; i < 2 * VL; i++)
        a[i] = number(i + s);
    v_store(got, v_shift(v_load(a), v_load(a + VL), v_from(n)));
    return same_lanes(got, a + n, VL);
}

/* Lanes `first` to end-1, with no memory to be read on either side of them. */
static bool some_lanes_are_right(int first, int end, int s)
{
    const struct arena *arena = arena_get(ARENA_X);
    elem *const low = (elem *)(void *)arena->lo, *const high = (elem *)(void *)arena->hi;
    const lane_mask on = (lane_mask)(v_lanes(end) & ~v_lanes(first));
    real a[VL], b[VL], got[VL], want[VL];
    for (int i = 0; i < VL; i++) {
        const bool is_on = i >= first && i < end;
        a[i] = number(i + s);
        b[i] = number(i + s + VL);
        want[i] = is_on ? b[i] : a[i];
        if (is_on)
            low[i - first] = high[i - end] = b[i];
    }
    v_store(got, v_load_lanes(low - first, on, v_load(a)));
    if (!same_lanes(got, want, VL))
        return false;
    v_store(got, v_load_lanes(high - end, on, v_load(a)));
    if (!same_lanes(got, want, VL))
        return false;
    v_store(got, v_select(on, v_load(a), v_load(b)));
    return same_lanes(got, want, VL);
}

static bool lanes_are_right(int s)
{
    for (int first = 0; first <= VL; first++)
        for (int end = first; end <= VL; end++)
            if (!some_lanes_are_right(first, end, s))
                return false;
    return true;
}

#endif

/* Nothing beyond the lines is read; every other time at an unaligned address. */
ALWAYS_INLINE bool columns_are_right(int n, int s)
{
    elem *const x = (elem *)(void *)arena_get(ARENA_X)->hi - n * VL - s % 2;
    real got[4 * VL] = {0}, want[4 * VL] = {0};
    vec v[4];
    for (int i = 0; i < n * VL; i++) {
        x[i] = (elem)number(i + s);
        want[i % n * VL + i / n] = (real)x[i];
    }
    v_get_columns(x, n, v);
    for (int k = 0; k < n; k++)
        v_store(got + k * VL, v[k]);
    return same_lanes(got, want, n * VL);
}

/* ---- across lanes ------------------------------------------------------------------ */

static bool swap_is_right(int h, int s)
{
    real a[VL], b[VL], got[VL], want[VL];
    draw(a, b, s, 0);
    v_store(got, v_swap(v_load(a), h));
    for (int i = 0; i < VL; i++)
        want[i] = a[i ^ h];
    return same_lanes(got, want, VL);
}

static bool pair_is_right(const struct binary *w, int h, int s, int t)
{
    real a[VL], b[VL], got[VL], want[VL];
    draw(a, b, s, t);
    v_store(got, v_pair(w->op, v_load(a), v_load(b), h));
    for (int i = 0; i < VL; i++)
        want[i] = i & h ? w->plain(b[i], b[i ^ h]) : w->plain(a[i], a[i ^ h]);
    return same_lanes(got, want, VL);
}

/* x[i] op x[i+h] for h = VL/2, .. lanes. */
static NOINLINE void fold_plain(const struct binary *w, real x[VL], int lanes)
{
    for (int h = VL / 2; h >= lanes; h /= 2)
        for (int i = 0; i < h; i++)
            x[i] = w->plain(x[i], x[i + h]);
}

/* Finite numbers and others, and roundings that tell one order from another. */
static NOINLINE real uneven(int i, int s)
{
    return s < NUMBERS ? number(i + s) : 1 / (real)(i + s);
}

static bool fold_is_right(const struct binary *w, int lanes, int s)
{
    real x[VL], got[VL];
    for (int i = 0; i < VL; i++)
        x[i] = uneven(i, s);
    v_store(got, v_fold(w->op, v_load(x), lanes));
    fold_plain(w, x, lanes);
    return same_lanes(got, x, lanes);
}

static bool fold_each_is_right(const struct binary *w, int s)
{
    vec v[VL];
    real x[VL], got[VL], want[VL];
    for (int k = 0; k < VL; k++) {
        for (int i = 0; i < VL; i++)
            x[i] = uneven(i + k * VL, s);
        v[k] = v_load(x);
        fold_plain(w, x, 1);
        want[k] = x[0];
    }
    v_store(got, v_fold_each(w->op, v));
    return same_lanes(got, want, VL);
}

#if defined(V_LINES)
static bool fold_lines_are_right(const struct binary *w, int n, int s)
{
    real x[2 * VL], got[VL], want[VL];
    for (int i = 0; i < 2 * VL; i++)
        x[i] = uneven(i, s);
    const vec a = v_load(x), b = v_load(x + VL);
    v_store(got, n == 2   ? v_fold_lines(w->op, a, b, 2)
                 : n == 4 ? v_fold_lines(w->op, a, b, 4)
                          : v_fold_lines(w->op, a, b, 8));
    for (int i = 0; i < VL; i++) {
        const real *line = x + i / (n / 2) * n;
        want[i] = w->plain(line[i % (n / 2)], line[i % (n / 2) + n / 2]);
    }
    return same_lanes(got, want, VL);
}

ALWAYS_INLINE bool spread_is_right(int n, int s)
{
    real x[VL], got[VL], want[VL];
    for (int i = 0; i < VL; i++)
        x[i] = number(i + s);
    v_store(got, v_spread(v_load(x), n));
    for (int i = 0; i < VL; i++) {
        const int line = i / (VL / 2), k = i % (VL / 2);
        want[i] = k < n ? x[line * n + k] : (real)-0.0;
    }
    return same_lanes(got, want, VL);
}

static const char *lines(const struct binary *w, int s)
{
    word = "v_fold_lines";
    for (int n = 2; n <= 8; n *= 2)
        if (!fold_lines_are_right(w, n, s))
            return word;
    word = "v_spread";
    return spread_is_right(5, s) && spread_is_right(6, s) && spread_is_right(7, s) &&
                   spread_is_right(8, s)
               ? NULL
               : word;
}
#else
static const char *lines(const struct binary *w, int s)
{
    (void)w;
    (void)s;
    return NULL;
}
#endif

static const char *folds(const struct binary *w)
{
    for (int s = 0; s < 2 * NUMBERS; s++) {
        word = "v_fold";
        for (int lanes = 1; lanes <= VL; lanes *= 2)
            if (!fold_is_right(w, lanes, s))
                return word;
        word = "v_fold_each";
        if (!fold_each_is_right(w, s))
            return word;
        word = "v_pair";
        for (int h = 1; h < VL; h *= 2)
            for (int t = 0; t < NUMBERS; t++)
                if (!pair_is_right(w, h, s, t))
                    return word;
        word = "v_swap";
        for (int h = 1; h < VL; h *= 2)
            if (!swap_is_right(h, s))
                return word;
        if (lines(w, s))
            return word;
    }
    return NULL;
}

/* ---- parts, next to a forbidden page ----------------------------------------------- */

/* The first n lanes of a, then those of f from lane n on. */
static bool is_filled(vec got, const real *a, const real *f, int n)
{
    real lanes[VL], want[VL];
    v_store(lanes, got);
    for (int i = 0; i < VL; i++)
        want[i] = i < n ? a[i] : f[i];
    return same_lanes(lanes, want, VL);
}

static const char *parts(int n, int s)
{
    real a[VL], f[VL], minus0[VL], *const end = (real *)(void *)arena_get(ARENA_A)->hi;
    elem *const elem_end = (elem *)(void *)arena_get(ARENA_X)->hi;
    draw(a, f, s, s);
    v_store(minus0, v_zero());
    for (int i = 0; i < n; i++) {
        end[i - n] = a[i];            /* NOLINT: draw set it */
        elem_end[i - n] = (elem)a[i]; /* all numbers here are floats */
    }
    feclearexcept(FE_ALL_EXCEPT);
    word = "v_load_fill";
    if (!is_filled(v_load_fill(end - n, n, v_load(f)), a, f, n))
        return word;
    word = "v_get_fill";
    if (!is_filled(v_get_fill(elem_end - n, n, v_load(f)), a, f, n))
        return word;
    word = "v_load_part";
    if (!is_filled(v_load_part(end - n, n), a, minus0, n))
        return word;
    word = "v_get_part";
    if (!is_filled(v_get_part(elem_end - n, n), a, minus0, n))
        return word;
    word = "v_load_some, v_get_some or v_clear";
    if (!is_filled(v_clear(v_load_some(end - n, n), n), a, minus0, n) ||
        !is_filled(v_clear(v_get_some(elem_end - n, n), n), a, minus0, n))
        return word;
    word = "v_load_last";
    if (!is_filled(v_load_last(end - VL, n), a, minus0, n))
        return word;
    word = "v_store_part";
    end[-n - 1] = 5;
    v_store_part(end - n, v_load(f), n);
    if (!same_lanes(end - n, f, n) || end[-n - 1] != 5)
        return word;
    return fetestexcept(FE_ALL_EXCEPT) ? "a part raised an exception" : NULL;
}

/* At an unaligned address, and beside numbers that are not to change. */
static const char *whole(int s)
{
    real a[VL], b[VL], store[VL + 2], lanes[VL];
    elem *const end = (elem *)(void *)arena_get(ARENA_X)->hi;
    draw(a, b, s, 0);
    for (int i = 0; i < VL; i++)
        end[i - VL] = (elem)a[i];
    word = "v_get";
    v_store(lanes, v_get(end - VL));
    if (!same_lanes(lanes, a, VL))
        return word;
    word = "v_store";
    store[0] = store[VL + 1] = 5;
    v_store(store + 1, v_load(a));
    if (!same_lanes(store + 1, a, VL) || store[0] != 5 || store[VL + 1] != 5)
        return word;
    word = "v_store_part";
    for (int n = 1; n < VL; n++) {
        store[n + 1] = 5;
        v_store_part(store + 1, v_load(a), n);
        if (!same_lanes(store + 1, a, n) || store[0] != 5 || store[n + 1] != 5)
            return word;
        v_store(store + 1, v_load(a));
    }
    return NULL;
}

/* ---- exceptions -------------------------------------------------------------------- */

/* A call: no arithmetic is moved past it. */
static __attribute__((noinline)) void min_of_all(real *out)
{
    for (int s = 0; s < NUMBERS; s++)
        for (int t = 0; t < NUMBERS; t++) {
            real a[VL], b[VL];
            draw(a, b, s, t);
            struct best best = v_best(s & MOST, v_load(a), v_load(b));
            v_take(s & MOST, &best, v_load(b), v_load(a));
            v_store(out, v_end(s & MOST, best));
            *out = v_end_all(s & MOST, best);
#if V_QUICK
            best = v_best(QUICK, v_load(a), v_load(b));
            *out = v_end_all(QUICK, best);
#endif
            v_store(out, v_min(v_load(a), v_load(b)));
        }
}

/* With traps masked: what was raised between the two goes, and what was raised before
   stays. */
static const char *released(void)
{
    real out[VL];
    word = "v_release";
    feclearexcept(FE_ALL_EXCEPT);
    feraiseexcept(FE_DIVBYZERO);
    const int before = fetestexcept(FE_ALL_EXCEPT);
    const unsigned state = v_hold();
    min_of_all(out);
#if defined(V_HOLDS)
    if (!fetestexcept(FE_INVALID))
        return "a minimum that v_hold is for";
#endif
    v_release(state, false);
    const unsigned again = v_hold();
    v_release(again, true);
    const int raised = fetestexcept(FE_ALL_EXCEPT);
    feclearexcept(FE_ALL_EXCEPT);
    return again != state || raised != before ? word : NULL;
}

/* Quiet NaNs raise nothing between the two, trapped or not, and the state comes back. */
static const char *held(void)
{
    real out[VL];
    word = "v_hold and v_release";
    feclearexcept(FE_ALL_EXCEPT);
    guard_unmask(FE_ALL_EXCEPT);
    const unsigned state = v_hold();
    min_of_all(out);
    v_release(state, false);
    const unsigned again = v_hold();
    v_release(again, true);
    const unsigned last = v_hold();
    v_release(last, false);
    guard_unmask(0);
    return again != state || last != state || fetestexcept(FE_ALL_EXCEPT) ? word : NULL;
}

/* ---- all of it --------------------------------------------------------------------- */

static const char *every_word(void)
{
    const char *wrong = NULL;
    for (int s = 0; !wrong && s < NUMBERS; s++) {
        word = "v_load, v_set1, v_neg, v_zero or v_first";
        if (!moves_are_right(s))
            return word;
        word = "v_pick";
        for (int n = 0; n < VL; n++)
            if (!pick_is_right(n, s))
                return word;
#if V_SHIFTS
        word = "v_shift or v_from";
        for (int n = 0; n < VL; n++)
            if (!shift_is_right(n, s))
                return word;
        word = "v_lanes, v_load_lanes or v_select";
        if (!lanes_are_right(s))
            return word;
#endif
        word = "v_columns or v_get_columns";
        if (!columns_are_right(2, s) || !columns_are_right(3, s) ||
            !columns_are_right(4, s))
            return word;
        for (int n = 1; !wrong && n < VL; n++)
            wrong = parts(n, s);
        if (!wrong)
            wrong = whole(s);
    }
    word = "v_best, v_take, v_merge, v_note, v_end, v_end_all, v_ordered or v_sure";
    for (int s = 0; s < NUMBERS; s++)
        for (int t = 0; t < NUMBERS; t++)
            if (!bests_are_right(s, t))
                return word;
    for (int w = 0; !wrong && w < BINARIES; w++) {
        word = binaries[w].name;
        for (int s = 0; s < NUMBERS; s++)
            for (int t = 0; t < NUMBERS; t++)
                if (!binary_is_right(&binaries[w], s, t))
                    return word;
        if (binaries[w].commutes)
            wrong = folds(&binaries[w]);
    }
    if (!wrong)
        wrong = released();
    return wrong ? wrong : held();
}

static void run(void *result)
{
    *(const char **)result = every_word();
}

const char *WORDS(P, ISA)(void)
{
    static char text[100];
    const char *wrong = NULL;
    const int crash = guard_call(run, &wrong);
    guard_unmask(0);
    if (!crash && !wrong)
        return NULL;
    snprintf(text, sizeof text, "%s: %s, signal %d", RP_STRING(WORDS(P, ISA)),
             wrong ? wrong : word, crash);
    return text;
}
