// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/paths.h"

#include <wx/filename.h>
#include <wx/stdpaths.h>

namespace bayline::desktop {

wxString ProgramDirectory()
{
    return wxFileName(wxStandardPaths::Get().GetExecutablePath()).GetPath();
}

wxString ShareDirectory()
{
    wxFileName share(ProgramDirectory(), wxString());
    share.RemoveLastDir();
    share.AppendDir("share");
    return share.GetPath();
}

wxString LocaleDirectory()
{
    return ShareDirectory() + "/locale";
}

} // namespace bayline::desktop
