// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/search.h"
#include "desktop/presenters/settings_presenter.h"
#include "desktop/presenters/sign_in_presenter.h"
#include "desktop/views/controls.h"
#include "desktop/views/focus_keeper.h"

#include <wx/frame.h>
#include <wx/timer.h>
#include <wx/weakref.h>

#include <array>
#include <functional>

class wxSimplebook;

namespace bayline::desktop {

class BoardScreen;
class CheckInScreen;
class HeaderBar;
class Rail;
class Screen;
class SignInScreen;

/// The main window: sign-in in front of its screens. Routing only; what a screen does is its own.
class MainFrame final : public wxFrame
{
public:
    struct Doors
    {
        SettingsPresenter::Doors settings;
        std::function<std::size_t()> unsaved; ///< saving jobs that wait for the database
        std::function<void(wxSize)> keepSize;
    };

    MainFrame(Context& context, Doors doors, wxSize size);

    /// The shop as it is known before anybody has signed in.
    void ShowShop();
    void ShowDatabasePresent(bool present);
    /// Why the database cannot be used, when it is more than that it does not answer.
    void ShowWhyAway(const std::string& sentence);
    /// A save is done here and waits for the standby to have it as well.
    void ShowSecondCopyWait(bool waits);
    /// A problem without a place of its own on a screen.
    void ShowProblem(const wxString& text);
    /// The board over the whole screen, for a wall; nobody needs to be signed in.
    void ShowWall();
    /// The session ended elsewhere.
    void RequireSignIn(const std::string& sentence);
    /// A key or the mouse was used anywhere in the program.
    void Touched() { m_signIn.Touched(); }

private:
    enum Place : std::size_t
    {
        kBoard,
        kMyJobs,
        kDayPlan,
        kCheckIn,
        kSearch,
        kFollowUps,
        kCatalogue,
        kDailySheet,
        kDelivery,
        kTill,
        kFigures,
        kSettings,
        kPlaces,
    };

    void MakeShell();
    void MakeKeys();
    [[nodiscard]] Screen& ScreenAt(std::size_t place);
    [[nodiscard]] Screen* MakeScreen(std::size_t place);
    void OnFirstIdle(wxIdleEvent& event);
    void SignInChanged();
    void Go(std::size_t place);
    void CheckInCar(const db::SearchHit& hit);
    [[nodiscard]] bool Allowed(std::size_t place) const;
    void OnClose(wxCloseEvent& event);

    Context& m_context;
    Doors m_doors;
    SignInPresenter m_signIn;
    wxSimplebook* m_front = nullptr; ///< sign-in or shell
    SignInScreen* m_signInScreen = nullptr;
    HeaderBar* m_header = nullptr;
    Rail* m_rail = nullptr;
    Banner* m_databaseBanner = nullptr;
    Banner* m_problemBanner = nullptr;
    bool m_waitsForCopy = false;
    wxSimplebook* m_book = nullptr;
    std::array<Screen*, kPlaces> m_screens{};
    std::size_t m_present = kBoard;
    bool m_wasSignedIn = false;
    core::StaffId m_lastPerson;
    wxTimer m_tick;
    FocusKeeper m_focus;
    wxWeakRef<wxFrame> m_wall;
};

} // namespace bayline::desktop
