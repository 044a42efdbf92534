// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/catalogue_screen.h"
#include "desktop/views/check_in_screen.h"
#include "desktop/views/header_bar.h"
#include "desktop/views/main_frame.h"
#include "desktop/views/settings_screen.h"
#include "desktop/views/typed_texts.h"

// The windows made again in another language: what was open and typed is carried over.
namespace bayline::desktop {

bool MainFrame::MayBeRemade() const
{
    const auto* checkIn = static_cast<const CheckInScreen*>(m_screens[kCheckIn]);
    const auto* catalogue = static_cast<const CatalogueScreen*>(m_screens[kCatalogue]);
    const auto* settings = static_cast<const SettingsScreen*>(m_screens[kSettings]);
    // While nobody is signed in, the orders that were open wait behind the sign-in screen.
    return m_signIn.Now().signedIn && m_doors.unsaved() == 0 && (!settings || !settings->HoldsRecord()) &&
           (!checkIn || !checkIn->HoldsPhotos()) && (!catalogue || !catalogue->HasInput()) &&
           MayRemakeWorkOrderWindows();
}

MainFrame::Stay MainFrame::Leave()
{
    Stay stay{.rect = GetRect(), .maximized = IsMaximized(), .wall = m_wall != nullptr, .place = m_present};
    for (std::size_t place = 0; place < kPlaces; ++place) {
        if (!m_screens[place] || place == kCheckIn)
            continue;
        if (auto typed = TypedIn(*m_screens[place]); !typed.empty())
            stay.typed[place] = std::move(typed);
    }
    stay.checkIn = m_screens[kCheckIn] && static_cast<CheckInScreen*>(m_screens[kCheckIn])->HasInput();
    stay.orders = LeaveWorkOrderWindows();
    m_tick.Stop();
    if (m_wall)
        m_wall->Destroy();
    Hide();
    return stay;
}

void MainFrame::ComeBack(const Stay& stay)
{
    SetSize(stay.rect);
    if (stay.maximized)
        Maximize();
    m_present = stay.place;
    m_lastPerson = m_context.person.id;
    m_signIn.Resume();
    Show();
    ShowDatabasePresent(m_context.changes->DatabasePresent());
    if (!m_wasSignedIn)
        return;
    for (const auto& [place, typed] : stay.typed)
        if (place != stay.place)
            ScreenAt(place).RefreshContent();
    if (stay.checkIn)
        static_cast<CheckInScreen&>(ScreenAt(kCheckIn)).TakeUpDraft();
    ReopenWorkOrderWindows(this, m_context, stay.orders);
    Raise();
    if (stay.wall)
        ShowWall();
}

void MainFrame::TypeAgain(const Stay& stay)
{
    for (const auto& [place, typed] : stay.typed)
        if (m_screens[place])
            bayline::desktop::TypeAgain(*m_screens[place], typed);
    if (stay.place == kSettings && m_wasSignedIn)
        static_cast<SettingsScreen&>(ScreenAt(kSettings)).ShowLanguageChanged();
}

} // namespace bayline::desktop
