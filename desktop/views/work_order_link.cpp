// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_link.h"

#include "desktop/views/controls.h"
#include "desktop/views/document_painter.h"
#include "desktop/views/translate.h"
#include "reports/block.h"

#include <wx/clipbrd.h>
#include <wx/dialog.h>
#include <wx/statbmp.h>

namespace bayline::desktop {

namespace {

constexpr int kSideDip = 260;

struct LinkWords
{
    const char* name; ///< of the window, for tests
    wxString title;
    wxString explanation;
    wxString missing;            ///< said when there is no link
    std::function<void()> renew; ///< makes another link in the place of this one; none when it lasts
};

class LinkDialog final : public wxDialog
{
public:
    LinkDialog(wxWindow* parent, const std::string& link, const LinkWords& words)
        : wxDialog(parent, wxID_ANY, words.title)
    {
        SetName(words.name);
        SetBackgroundColour(Colours().surface);
        auto* column = new wxBoxSizer(wxVERTICAL);
        if (link.empty()) {
            auto* sentence = MakeText(this, wxString());
            SetWrapped(sentence, words.missing, Dip(this, kSideDip));
            column->Add(sentence, wxSizerFlags().Border(wxALL, Dip(this, kWide)));
        } else {
            AddLink(*column, link, words);
        }
        auto* close = MakeButton(this, "link.close", _("&Close"), {.kind = ButtonKind::Quiet});
        close->SetId(wxID_CANCEL);
        close->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Destroy(); });
        column->Add(close, wxSizerFlags().CenterHorizontal().Border(wxBOTTOM, Dip(this, kSpace)));
        SetSizerAndFit(column);
        SetEscapeId(wxID_CANCEL);
        Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) { Destroy(); });
        CentreOverWindow(*this);
    }

private:
    void AddLink(wxBoxSizer& column, const std::string& link, const LinkWords& words)
    {
        constexpr double kPoints = 200;
        const int side = Dip(this, kSideDip);
        const auto code = reports::QrBlock(link, kPoints);
        auto* picture = new wxStaticBitmap(this, wxID_ANY, PaintBlock(code.Operations(), kPoints, side));
        picture->SetName("link.qr");
        auto* text = new wxTextCtrl(this, wxID_ANY, Wx(link), wxDefaultPosition, wxSize(side, Dip(this, 84)),
                                    wxTE_MULTILINE | wxTE_READONLY | wxTE_CHARWRAP);
        text->SetName("link.text");
        m_copy = MakeButton(this, "link.copy", _("C&opy link"), {.kind = ButtonKind::Primary, .icon = "copy"});
        m_copy->Bind(wxEVT_BUTTON, [this, link](wxCommandEvent&) { Copy(Wx(link)); });
        column.Add(picture, wxSizerFlags().CenterHorizontal().Border(wxALL, Dip(this, kSpace)));
        auto* explanation = MakeMuted(this, wxString());
        SetWrapped(explanation, words.explanation, side);
        column.Add(explanation, wxSizerFlags().CenterHorizontal());
        column.Add(text, wxSizerFlags().CenterHorizontal().Border(wxALL, Dip(this, kSpace)));
        auto* deeds = new wxBoxSizer(wxHORIZONTAL);
        deeds->Add(m_copy);
        if (words.renew) {
            auto* renew = MakeButton(this, "link.renew", _("&New code"),
                                     {.icon = "qr", .tip = _("For a phone that says its link is full or has ended")});
            renew->Bind(wxEVT_BUTTON, [this, act = words.renew](wxCommandEvent&) {
                act();
                Destroy();
            });
            deeds->Add(renew, wxSizerFlags().Border(wxLEFT, Dip(this, kGap)));
        }
        column.Add(deeds, wxSizerFlags().CenterHorizontal().Border(wxBOTTOM | wxLEFT | wxRIGHT, Dip(this, kGap)));
    }

    void Copy(const wxString& link)
    {
        if (!wxTheClipboard->Open()) {
            return;
        }
        wxTheClipboard->SetData(new wxTextDataObject(link));
        wxTheClipboard->Flush();
        wxTheClipboard->Close();
        m_copy->SetLabel(_("Copied"));
    }

    wxButton* m_copy = nullptr;
};

} // namespace

void ShowCustomerLink(wxWindow* parent, const std::string& link, const wxString& plate)
{
    auto* dialog =
        new LinkDialog(parent, link,
                       {.name = "customer-link",
                        .title = Tr("Customer's page of {1}", {plate}),
                        .explanation = _("Scan it with the phone, or send the link."),
                        .missing = _("No customer app is connected yet. A manager connects it in the settings."),
                        .renew = {}});
    dialog->Show();
}

void ShowPhoneCamera(wxWindow* parent, const std::string& link, const wxString& plate, const wxString& subject,
                     std::function<void()> renew)
{
    auto* dialog = new LinkDialog(
        parent, link,
        {.name = "phone-camera",
         .title = Tr("Phone as camera for {1}", {plate}),
         .explanation =
             Tr("Scan it with your phone. The pictures taken there show “{1}” and come to this order by themselves. "
                "The link lasts twelve hours and shows nothing of the customer.",
                {subject}),
         .missing = _("No customer app is connected yet. A manager connects it in the settings."),
         .renew = std::move(renew)});
    dialog->Show();
}

} // namespace bayline::desktop
