// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/string.h>
#include <wx/window.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Where photos go, however they come.
struct PhotoSink
{
    std::function<void(const std::string& path)> file;
    std::function<void(const std::string& name, std::vector<std::uint8_t> bytes)> bytes;
};

/// The desktop's file dialog for one or more photos.
void PickPhotos(wxWindow* parent, const PhotoSink& sink);
/// Files or a picture from the clipboard. False when there is neither.
[[nodiscard]] bool PastePhotos(const PhotoSink& sink);
/// Files dropped on the window.
void AcceptDroppedPhotos(wxWindow* window, const PhotoSink& sink);

} // namespace bayline::desktop
