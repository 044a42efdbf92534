// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/error_text.h"

#include "desktop/async/to_failure.h"
#include "desktop/views/translate.h"

#include <wx/log.h>

namespace bayline::desktop {

namespace {

std::function<void(const wxString&)>& Reporter()
{
    static std::function<void(const wxString&)> reporter;
    return reporter;
}

} // namespace

wxString TextOf(const core::Refusal& refusal)
{
    return Wx(core::Refusal::Fill(Utf8(TrText(refusal.sentence)), refusal.arguments));
}

wxString TextOf(const std::vector<core::Refusal>& refusals)
{
    wxString text;
    for (const auto& refusal : refusals) {
        if (!text.empty())
            text += "\n";
        text += TextOf(refusal);
    }
    return text;
}

wxString TextOf(const core::Failure& failure)
{
    return TrText(failure.Sentence());
}

wxString TextOf(const std::exception_ptr& thrown)
{
    return TextOf(ToFailure(thrown));
}

void ReportFailure(const core::Failure& failure)
{
    // `where` and `code` carry no personal data; the sentence is for the screen.
    wxLogMessage("failure in %s, code %s", Wx(failure.Where()), Wx(failure.Code()));
    if (Reporter())
        Reporter()(TextOf(failure));
}

void SetFailureReporter(std::function<void(const wxString&)> reporter)
{
    Reporter() = std::move(reporter);
}

} // namespace bayline::desktop
