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
struct axis0sum {
    template <typename T, int Order> static void run(const problem *p, const operands *o)
    {
        Row<T>(static_cast<T *>(o->out), p->n).noalias() =
            a_of<T, Order>(p, o).colwise().sum();
    }
};

struct axis1sum {
    template <typename T, int Order> static void run(const problem *p, const operands *o)
    {
        Column<T>(static_cast<T *>(o->out), p->m).noalias() =
            a_of<T, Order>(p, o).rowwise().sum();
    }
};

struct gesum {
    template <typename T, int Order> static void run(const problem *p, const operands *o)
    {
        *static_cast<T *>(o->out) = a_of<T, Order>(p, o).sum();
    }
};

struct sum {
    template <typename T, int> static void run(const problem *p, const operands *o)
    {
        *static_cast<T *>(o->out) = Column<T>(static_cast<T *>(o->a), p->n).sum();
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
        {"eigen", "colwise().sum()", OP_AXIS0SUM, unit_increments, call<T, axis0sum>},   \
            {"eigen", "rowwise().sum()", OP_AXIS1SUM, unit_increments,                   \
             call<T, axis1sum>},                                                         \
            {"eigen", "sum()", OP_GESUM, nullptr, call<T, gesum>},                       \
            {"eigen", "sum()", OP_SUM, unit_increments, call<T, sum>},                   \
            {"eigen", "expression", OP_GEADD_BCAST, unit_increments,                     \
             call<T, geadd_bcast>},                                                      \
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
