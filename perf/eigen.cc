// SPDX-License-Identifier: BSD-3-Clause
// eigen.cc -- the same operations in Eigen, both precisions; flags as for plain.c.
#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>

#include "bench.h"

namespace
{

using Eigen::Dynamic;

template <typename T, int Order>
using Matrix = Eigen::Map<Eigen::Matrix<T, Dynamic, Dynamic, Order>, Eigen::Unaligned,
                          Eigen::OuterStride<>>;
template <typename T> using Row = Eigen::Map<Eigen::Matrix<T, 1, Dynamic>>;
template <typename T> using Column = Eigen::Map<Eigen::Matrix<T, Dynamic, 1>>;

template <typename T, int Order>
Matrix<T, Order> a_of(const problem *p, const operands *o)
{
    return {static_cast<T *>(o->a), p->m, p->n, Eigen::OuterStride<>(p->lda)};
}

template <typename T, int Order>
Matrix<T, Order> c_of(const problem *p, const operands *o)
{
    return {static_cast<T *>(o->out), p->m, p->n, Eigen::OuterStride<>(p->ldc)};
}

bool unit_increments(const problem *p)
{
    return p->incx == 1 && p->incy == 1;
}

// One function object per operation, so that the layout is chosen in one place (call).
struct axis0 {
    template <typename T, int Order> static void run(const problem *p, const operands *o)
    {
        const auto columns = a_of<T, Order>(p, o).colwise();
        Row<T> y(static_cast<T *>(o->out), p->n);
        switch (p->fold) {
        case FOLD_MEAN: y.noalias() = columns.mean(); break;
        case FOLD_MAX: y.noalias() = columns.maxCoeff(); break;
        case FOLD_MIN: y.noalias() = columns.minCoeff(); break;
        default: y.noalias() = columns.sum();
        }
    }
};

struct axis1 {
    template <typename T, int Order> static void run(const problem *p, const operands *o)
    {
        const auto rows = a_of<T, Order>(p, o).rowwise();
        Column<T> y(static_cast<T *>(o->out), p->m);
        switch (p->fold) {
        case FOLD_MEAN: y.noalias() = rows.mean(); break;
        case FOLD_MAX: y.noalias() = rows.maxCoeff(); break;
        case FOLD_MIN: y.noalias() = rows.minCoeff(); break;
        default: y.noalias() = rows.sum();
        }
    }
};

template <typename A> typename A::Scalar folded(const A &a, fold f)
{
    switch (f) {
    case FOLD_MEAN: return a.mean();
    case FOLD_MAX: return a.maxCoeff();
    case FOLD_MIN: return a.minCoeff();
    default: return a.sum();
    }
}

struct ge {
    template <typename T, int Order> static void run(const problem *p, const operands *o)
    {
        *static_cast<T *>(o->out) = folded(a_of<T, Order>(p, o), p->fold);
    }
};

struct vector {
    template <typename T, int> static void run(const problem *p, const operands *o)
    {
        *static_cast<T *>(o->out) =
            folded(Column<T>(static_cast<T *>(o->a), p->n), p->fold);
    }
};

struct geadd {
    template <typename T, int Order> static void run(const problem *p, const operands *o)
    {
        const Matrix<T, Order> b(static_cast<T *>(o->x), p->m, p->n,
                                 Eigen::OuterStride<>(p->ldb));
        c_of<T, Order>(p, o).noalias() =
            T(p->alpha) * a_of<T, Order>(p, o) + T(p->beta) * b;
    }
};

struct geadd_bcast {
    template <typename T, int Order> static void run(const problem *p, const operands *o)
    {
        const T alpha = T(p->alpha), beta = T(p->beta);
        T *x = static_cast<T *>(o->x);
        auto a = a_of<T, Order>(p, o);
        auto c = c_of<T, Order>(p, o);
        if (p->bcast == RP_BCAST_ROW)
            c.noalias() = (alpha * a).rowwise() + beta * Row<T>(x, p->n);
        else if (p->bcast == RP_BCAST_COL)
            c.noalias() = (alpha * a).colwise() + beta * Column<T>(x, p->m);
        else
            c.array() = alpha * a.array() + beta * x[0];
    }
};

struct gescal {
    template <typename T, int Order> static void run(const problem *p, const operands *o)
    {
        if (p->inplace)
            c_of<T, Order>(p, o) *= T(p->alpha);
        else
            c_of<T, Order>(p, o).noalias() = T(p->alpha) * a_of<T, Order>(p, o);
    }
};

template <typename T, typename Operation> void call(const problem *p, const operands *o)
{
    if (p->layout == RP_ROW_MAJOR)
        Operation::template run<T, Eigen::RowMajor>(p, o);
    else
        Operation::template run<T, Eigen::ColMajor>(p, o);
}

#define STRING_(x) #x
#define STRING(x) STRING_(x)

} // namespace

#define TABLE(T)                                                                         \
    {                                                                                    \
        {"eigen", "colwise()", OP_AXIS0, unit_increments, call<T, axis0>},               \
            {"eigen", "rowwise()", OP_AXIS1, unit_increments, call<T, axis1>},           \
            {"eigen", "reduction", OP_GE, nullptr, call<T, ge>},                         \
            {"eigen", "reduction", OP_VECTOR, unit_increments, call<T, vector>},         \
            {"eigen", "expression", OP_GEADD_BCAST, unit_increments,                     \
             call<T, geadd_bcast>},                                                      \
            {"eigen", "expression", OP_GEADD, nullptr, call<T, geadd>},                  \
            {"eigen", "expression", OP_GESCAL, nullptr, call<T, gescal>},                \
            {nullptr, nullptr, OP_COUNT, nullptr, nullptr},                              \
    }

extern "C" const rival rpb_eigen_s[] = TABLE(float);
extern "C" const rival rpb_eigen_d[] = TABLE(double);

extern "C" const char *rpb_eigen_version(void)
{
    return STRING(EIGEN_WORLD_VERSION) "." STRING(EIGEN_MAJOR_VERSION) "." STRING(
        EIGEN_MINOR_VERSION);
}
