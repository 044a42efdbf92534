// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/photo_drop.h"

#include "desktop/views/translate.h"

#include <wx/clipbrd.h>
#include <wx/dnd.h>
#include <wx/filedlg.h>
#include <wx/image.h>
#include <wx/mstream.h>

namespace bayline::desktop {

namespace {

class PhotoDropTarget final : public wxFileDropTarget
{
public:
    explicit PhotoDropTarget(PhotoSink sink) : m_sink(std::move(sink)) {}

    bool OnDropFiles(wxCoord, wxCoord, const wxArrayString& paths) override
    {
        for (const auto& path : paths) {
            m_sink.file(Utf8(path));
        }
        return true;
    }

private:
    PhotoSink m_sink;
};

/// The clipboard's pixels as a PNG: from here on it is a photo like any other.
std::vector<std::uint8_t> AsPng(const wxBitmap& bitmap)
{
    wxMemoryOutputStream stream;
    if (!bitmap.ConvertToImage().SaveFile(stream, wxBITMAP_TYPE_PNG)) {
        return {};
    }
    std::vector<std::uint8_t> bytes(stream.GetSize());
    stream.CopyTo(bytes.data(), bytes.size());
    return bytes;
}

} // namespace

void PickPhotos(wxWindow* parent, const PhotoSink& sink)
{
    const auto filter = _("Photos") +
                        " (JPEG, PNG, WebP, HEIC)|*.jpg;*.jpeg;*.JPG;*.JPEG;*.png;*.PNG;*.webp;*.heic;*.HEIC|" +
                        _("All files") + "|*";
    wxFileDialog dialog(parent, _("Add photos"), wxString(), wxString(), filter,
                        wxFD_OPEN | wxFD_MULTIPLE | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) {
        return;
    }
    wxArrayString paths;
    dialog.GetPaths(paths);
    for (const auto& path : paths) {
        sink.file(Utf8(path));
    }
}

bool PastePhotos(const PhotoSink& sink)
{
    const wxClipboardLocker locked;
    if (!locked) {
        return false;
    }
    if (wxTheClipboard->IsSupported(wxDF_FILENAME)) {
        wxFileDataObject files;
        if (wxTheClipboard->GetData(files) && !files.GetFilenames().empty()) {
            for (const auto& path : files.GetFilenames()) {
                sink.file(Utf8(path));
            }
            return true;
        }
    }
    // The toolkit hands pictures over as PNG, and asserts when it cannot read that.
    if (wxImage::FindHandler(wxBITMAP_TYPE_PNG) == nullptr) {
        wxImage::AddHandler(new wxPNGHandler);
    }
    wxBitmapDataObject picture;
    if (wxTheClipboard->IsSupported(wxDF_BITMAP) && wxTheClipboard->GetData(picture)) {
        auto bytes = AsPng(picture.GetBitmap());
        if (!bytes.empty()) {
            sink.bytes("clipboard.png", std::move(bytes));
            return true;
        }
    }
    return false;
}

void AcceptDroppedPhotos(wxWindow* window, const PhotoSink& sink)
{
    window->SetDropTarget(new PhotoDropTarget(sink));
}

} // namespace bayline::desktop
