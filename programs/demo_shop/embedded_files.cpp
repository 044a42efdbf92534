// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/embedded_files.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <array>
#include <cstddef>

// The assembler puts each file between two labels; the table pairs them with the names. Numbered labels may repeat, so
// every entry has its own.
#define BAYLINE_FILE(name, path)                                                                                       \
    ".pushsection .rodata\n"                                                                                           \
    "771: .incbin \"" path "\"\n"                                                                                      \
    "772: .byte 0\n"                                                                                                   \
    "773: .string \"" name "\"\n"                                                                                      \
    ".popsection\n"                                                                                                    \
    ".quad 773b, 771b, 772b - 771b\n"
asm(".pushsection .data.rel.ro.bayline_demo,\"aw\"\n"
    ".balign 8\n"
    ".hidden bayline_demo_table\n"
    ".global bayline_demo_table\n"
    "bayline_demo_table:\n"
#include "embedded_list.inc"
    ".quad 0, 0, 0\n"
    ".popsection\n");

namespace {

struct Entry
{
    const char* name;
    const char* data;
    std::size_t size;
};

} // namespace

extern "C" const Entry bayline_demo_table[] __attribute__((visibility("hidden")));

namespace bayline::demo {

std::string_view EmbeddedFile(std::string_view path)
{
    for (const Entry* entry = bayline_demo_table; entry->name != nullptr; ++entry) {
        if (path == entry->name)
            return {entry->data, entry->size};
    }
    throw core::Failure({.kind = core::FailureKind::NotFound,
                         .retryable = false,
                         .where = "demo shop: " + std::string(path),
                         .sentence = N_("A file of the demo shop is missing from this program."),
                         .code = {}});
}

std::vector<std::string_view> EmbeddedFiles(std::string_view prefix)
{
    std::vector<std::string_view> names;
    for (const Entry* entry = bayline_demo_table; entry->name != nullptr; ++entry) {
        if (std::string_view(entry->name).starts_with(prefix))
            names.emplace_back(entry->name);
    }
    return names;
}

} // namespace bayline::demo
