// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <dlfcn.h>

namespace bayline::desktop {

/// GTK's functions, from the library the program already runs on; the wx packages bring no headers for it. Null when
/// the library has none of the name.
template <class Function>
[[nodiscard]] Function* GtkFunction(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

} // namespace bayline::desktop
