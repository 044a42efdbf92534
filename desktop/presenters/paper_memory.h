// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/local_settings.h"
#include "reports/page.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::desktop {

/// A size that a kind of paper can be printed on.
struct PaperFormat
{
    std::string_view word; ///< as it is kept: "a4", "a5", "80mm", "62x29", "89x36"
    const char* name;      ///< English; a gettext msgid
    reports::PageSize size;
};

/// What a kind of paper ("invoice", "receipt", "key_tag" …) can be printed on, the usual one first.
[[nodiscard]] std::vector<PaperFormat> FormatsOf(std::string_view kind);

/// Which printer and which size each kind of paper was last printed with on this PC. UI thread only.
class PaperMemory final
{
public:
    using Kept = std::map<std::string, PaperSetting>;

    PaperMemory() = default;
    /// `keep` writes the settings of this PC; it throws nothing.
    PaperMemory(Kept kept, std::function<void(const Kept&)> keep) : m_kept(std::move(kept)), m_keep(std::move(keep)) {}

    [[nodiscard]] PaperSetting Of(const std::string& kind) const;
    /// The kept size of the kind, or its usual one.
    [[nodiscard]] PaperFormat FormatOf(const std::string& kind) const;
    void KeepPrinter(const std::string& kind, const std::string& printer);
    void KeepFormat(const std::string& kind, std::string_view word);
    void Forget();
    [[nodiscard]] const Kept& All() const { return m_kept; }

private:
    Kept m_kept;
    std::function<void(const Kept&)> m_keep = [](const Kept&) {};
};

} // namespace bayline::desktop
