// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/string.h>
#include <wx/translation.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace bayline::desktop {

/// UTF-8 text of the other rooms as wx's, and back.
[[nodiscard]] inline wxString Wx(std::string_view utf8)
{
    return wxString::FromUTF8(utf8.data(), utf8.size());
}
[[nodiscard]] inline std::string Utf8(const wxString& text)
{
    return text.utf8_string();
}

/// The sentence in the user's language, with `{1}`, `{2}` … filled in after translation. A sentence without
/// placeholders goes through `_()`.
[[nodiscard]] wxString Tr(const char* sentence, std::initializer_list<wxString> arguments = {});
/// A sentence that counts: the form the user's language has for `count`, which is `{1}`; the further arguments follow.
[[nodiscard]] wxString TrCount(const char* one, const char* many, long long count,
                               std::initializer_list<wxString> further = {});
/// For sentences of other rooms, marked there with N_().
[[nodiscard]] wxString TrText(std::string_view sentence);

/// Chooses the language of the program: "en", "zh_CN", or empty for the system's. Numbers in machine text stay as in C.
void ChooseLanguage(const std::string& language);
/// What ChooseLanguage settled on: "en" or "zh_CN".
[[nodiscard]] std::string PresentLanguage();

} // namespace bayline::desktop
