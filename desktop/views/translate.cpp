// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/translate.h"

#include "desktop/views/paths.h"

#include <wx/filename.h>
#include <wx/intl.h>
#include <wx/uilocale.h>

#include <clocale>

namespace bayline::desktop {

namespace {

std::string g_language = "en";

} // namespace

wxString Tr(const char* sentence, std::initializer_list<wxString> arguments)
{
    auto text = wxGetTranslation(wxString::FromUTF8(sentence));
    int number = 0;
    for (const auto& argument : arguments)
        text.Replace(wxString::Format("{%d}", ++number), argument);
    return text;
}

wxString TrCount(const char* one, const char* many, long long count, std::initializer_list<wxString> further)
{
    auto text = wxGetTranslation(wxString::FromUTF8(one), wxString::FromUTF8(many), static_cast<unsigned>(count));
    text.Replace("{1}", wxString::Format("%lld", count));
    int number = 1;
    for (const auto& argument : further)
        text.Replace(wxString::Format("{%d}", ++number), argument);
    return text;
}

wxString TrText(std::string_view sentence)
{
    return sentence.empty() ? wxString() : wxGetTranslation(Wx(sentence));
}

void ChooseLanguage(const std::string& language)
{
    wxUILocale::UseDefault();
    std::setlocale(LC_NUMERIC, "C");
    auto wanted = language;
    if (wanted.empty()) {
        const auto system = wxUILocale::GetSystemLocaleId().GetLanguage();
        wanted = system == "zh" ? "zh_CN" : "en";
    }
    wxFileTranslationsLoader::AddCatalogLookupPathPrefix(LocaleDirectory());
    auto* translations = new wxTranslations;
    wxTranslations::Set(translations);
    translations->SetLanguage(Wx(wanted));
    // wx's own texts (dialog buttons) first, so that ours win where both have one.
    translations->AddStdCatalog();
    const bool loaded = translations->AddCatalog("bayline", wxLANGUAGE_ENGLISH);
    g_language = wanted == "zh_CN" && loaded ? "zh_CN" : "en";
}

std::string PresentLanguage()
{
    return g_language;
}

} // namespace bayline::desktop
