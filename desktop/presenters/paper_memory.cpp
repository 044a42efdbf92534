// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/paper_memory.h"

#include "core/outcome.h"

#include <algorithm>

namespace bayline::desktop {

std::vector<PaperFormat> FormatsOf(std::string_view kind)
{
    const PaperFormat a4{"a4", N_("A4"), reports::kA4};
    const PaperFormat a5{"a5", N_("A5"), reports::kA5};
    const PaperFormat roll{"80mm", N_("Receipt, 80 mm"), reports::kReceipt80mm};
    if (kind == "receipt") {
        return {roll, a5};
    }
    if (kind == "invoice") {
        return {a4, a5, roll};
    }
    if (kind == "key_tag" || kind == "part_labels") {
        return {{"62x29", N_("Label, 62 × 29 mm"), reports::kLabel62x29},
                {"89x36", N_("Label, 89 × 36 mm"), reports::kLabel89x36}};
    }
    return {a4, a5};
}

PaperSetting PaperMemory::Of(const std::string& kind) const
{
    const auto found = m_kept.find(kind);
    return found == m_kept.end() ? PaperSetting{} : found->second;
}

PaperFormat PaperMemory::FormatOf(const std::string& kind) const
{
    const auto formats = FormatsOf(kind);
    const auto word = Of(kind).format;
    const auto found = std::find_if(formats.begin(), formats.end(), [&](const auto& one) { return one.word == word; });
    return found == formats.end() ? formats.front() : *found;
}

void PaperMemory::KeepPrinter(const std::string& kind, const std::string& printer)
{
    m_kept[kind].printer = printer;
    m_keep(m_kept);
}

void PaperMemory::KeepFormat(const std::string& kind, std::string_view word)
{
    m_kept[kind].format = word;
    m_keep(m_kept);
}

void PaperMemory::Forget()
{
    m_kept.clear();
    m_keep(m_kept);
}

} // namespace bayline::desktop
