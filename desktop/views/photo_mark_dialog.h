// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/annotation_presenter.h"
#include "desktop/presenters/photo_presenter.h"

#include <wx/window.h>

#include <functional>

namespace bayline::desktop {

/// What the dialog gives back: the marks and, unless there are none, the picture with them burned in, as JPEG.
using MarksDone = std::function<void(std::vector<core::PhotoMark> marks, std::vector<std::uint8_t> jpeg)>;

/// A window to draw arrows, circles and texts on a photo and to make faces and plates unrecognisable. `original` is the
/// picture as it was taken; it is never changed. `notice` says why the window comes again; empty when it does not.
void ShowPhotoMarks(wxWindow* parent, const PictureBytes& original, AnnotationPresenter marks, const wxString& notice,
                    MarksDone done);

} // namespace bayline::desktop
