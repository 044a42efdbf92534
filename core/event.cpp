// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event.h"

namespace bayline::core {

std::string StreamName(std::string_view kind, const Uuid& entity)
{
    return std::string(kind) + "/" + ToString(entity);
}

} // namespace bayline::core
