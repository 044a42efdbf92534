// SPDX-License-Identifier: GPL-3.0-or-later
// Another program with photos, for tests: a small window from which files are dragged, and whose button puts a picture
// on the clipboard.  usage: bayline-test-photos FILE…   (says "ready" when its window stands)
#include <wx/app.h>
#include <wx/bitmap.h>
#include <wx/button.h>
#include <wx/clipbrd.h>
#include <wx/dnd.h>
#include <wx/frame.h>
#include <wx/image.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include <iostream>

namespace {

class SourceApp final : public wxApp
{
public:
    bool OnInit() override
    {
        wxInitAllImageHandlers();
        // Beside the program under test: small, in the corner, without a frame of the window manager.
        m_frame = new wxFrame(nullptr, wxID_ANY, "photos", wxPoint(0, 0), wxSize(160, 90),
                              wxSTAY_ON_TOP | wxBORDER_NONE | wxFRAME_NO_TASKBAR);
        auto* drag = new wxStaticText(m_frame, wxID_ANY, "drag from here", wxDefaultPosition, wxSize(160, 44),
                                      wxALIGN_CENTRE_HORIZONTAL | wxST_NO_AUTORESIZE);
        auto* copy = new wxButton(m_frame, wxID_ANY, "copy");
        auto* column = new wxBoxSizer(wxVERTICAL);
        column->Add(drag, wxSizerFlags(1).Expand());
        column->Add(copy, wxSizerFlags().Expand());
        m_frame->SetSizer(column);
        m_frame->Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent&) { Drag(); });
        drag->Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent&) { Drag(); });
        copy->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Copy(); });
        m_frame->Show();
        std::cout << "ready" << std::endl;
        return true;
    }

private:
    void Drag()
    {
        wxFileDataObject files;
        for (int index = 1; index < argc; ++index)
            files.AddFile(argv[index]);
        wxDropSource source(files, m_frame);
        source.DoDragDrop(wxDrag_CopyOnly);
    }

    void Copy()
    {
        if (!wxTheClipboard->Open())
            return;
        wxTheClipboard->SetData(new wxBitmapDataObject(wxBitmap(wxImage(argv[1]))));
        wxTheClipboard->Close();
        std::cout << "copied" << std::endl;
    }

    wxFrame* m_frame = nullptr;
};

} // namespace

wxIMPLEMENT_APP(SourceApp);
