// SPDX-License-Identifier: GPL-3.0-or-later
// Where the photos of an order come from: files, the clipboard, the camera's folder, a phone.
#include "desktop/presenters/folder_watch.h"
#include "desktop/views/photo_page.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_link.h"

namespace bayline::desktop {

PhotoSink PhotoPage::Sink()
{
    return {.file =
                [this](const std::string& path) {
                    m_awaited = true;
                    desk.photos.AddFile(path, Chosen());
                },
            .bytes =
                [this](const std::string& name, std::vector<std::uint8_t> bytes) {
                    m_awaited = true;
                    desk.photos.AddBytes(name, std::move(bytes), Chosen());
                }};
}

void PhotoPage::LookAtFolder()
{
    auto* folder = PhotoFolder();
    const int waiting = folder == nullptr ? 0 : folder->Waiting();
    auto* window = dynamic_cast<wxTopLevelWindow*>(wxGetTopLevelParent(this));
    // Of several orders that are open, the one in front.
    if (waiting > 0 && folder->AtOnce() && desk.order.Loaded() && window != nullptr && window->IsActive()) {
        AddFromFolder();
        return;
    }
    const bool shown = m_folder->IsShown();
    if (waiting > 0) {
        const auto label = TrCount("{1} new photo", "{1} new photos", waiting);
        if (m_folder->GetLabel() != label) {
            m_folder->SetLabel(label);
            SetLeastSize(m_folder, {.icon = "camera", .large = true});
            Layout();
        }
    }
    ShowIfNew(m_folder, waiting > 0);
    if (shown != m_folder->IsShown()) {
        Layout();
    }
}

void PhotoPage::AddFromFolder()
{
    if (auto* folder = PhotoFolder()) {
        for (const auto& file : folder->TakeNew()) {
            m_awaited = true;
            desk.photos.AddFile(file, Chosen());
        }
    }
    LookAtFolder();
}

void PhotoPage::OpenPhone()
{
    if (!desk.camera.Available()) {
        ShowPhoneCamera(this, {}, Wx(desk.order.Order().vehicle.plate), {}, {});
        return;
    }
    const auto subject = m_subject->GetStringSelection();
    desk.camera.Open(Chosen(),
                     [this, first = Chosen(), subject](const std::string& link) { ShowCode(first, subject, link); });
}

void PhotoPage::ShowCode(const PhotoSubject& first, const wxString& subject, const std::string& link)
{
    ShowPhoneCamera(this, link, Wx(desk.order.Order().vehicle.plate), subject, [this, first, subject] {
        desk.camera.OpenNew(first,
                            [this, first, subject](const std::string& fresh) { ShowCode(first, subject, fresh); });
    });
}

void PhotoPage::Paste()
{
    if (!PastePhotos(Sink())) {
        ShowProblem(m_problem, _("There is no photo on the clipboard."), Meaning::Neutral);
    }
}

} // namespace bayline::desktop
