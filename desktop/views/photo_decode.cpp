// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/photo_decode.h"

#include <wx/log.h>
#include <wx/mstream.h>

namespace bayline::desktop {

wxImage DecodeOwnJpeg(const void* data, std::size_t size)
{
    if (wxImage::FindHandler(wxBITMAP_TYPE_JPEG) == nullptr) {
        wxImage::AddHandler(new wxJPEGHandler);
    }
    const wxLogNull quiet;
    wxMemoryInputStream stream(data, size);
    return wxImage(stream, wxBITMAP_TYPE_JPEG);
}

} // namespace bayline::desktop
