// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/async/to_failure.h"

#include "core/outcome.h"

#include <new>
#include <typeinfo>

namespace bayline::desktop {

core::Failure ToFailure(const std::exception_ptr& thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const core::Failure& failure) {
        return failure;
    } catch (const std::bad_alloc&) {
        return core::Failure(
            {.kind = core::FailureKind::Internal,
             .where = "memory",
             .sentence = N_("This computer has run out of memory. Close other programs and try again.")});
    } catch (const std::exception& exception) {
        return core::Failure(
            {.kind = core::FailureKind::Internal,
             .where = typeid(exception).name(),
             .sentence = N_("Something unexpected went wrong. What you typed is still here; please try "
                            "again.")});
    } catch (...) {
        return core::Failure(
            {.kind = core::FailureKind::Internal,
             .where = "unknown exception",
             .sentence = N_("Something unexpected went wrong. What you typed is still here; please try "
                            "again.")});
    }
}

} // namespace bayline::desktop
