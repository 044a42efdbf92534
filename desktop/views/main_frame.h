// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/search.h"
#include "desktop/presenters/settings_presenter.h"
#include "desktop/presenters/sign_in_presenter.h"
#include "desktop/views/controls.h"
#include "desktop/views/focus_keeper.h"
#include "desktop/views/work_order_window.h"

#include <wx/frame.h>
#include <wx/timer.h>
#include <wx/weakref.h>

#include <array>
#include <functional>
#include <map>
#include <vector>

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
        std::function<std::size_t()> unsaved; ///< saves and photos under way or waiting for the database
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
    /// A disk is filling up; nothing with an empty sentence.
    void ShowSpace(const std::string& sentence, bool urgent);
    /// A problem without a place of its own on a screen.
    void ShowProblem(const wxString& text);
    /// The board over the whole screen, for a wall; nobody needs to be signed in.
    void ShowWall();
    /// Some work was refused because its session is over, perhaps an earlier person's.
    void RequireSignIn(const std::string& sentence);
    /// What of the windows comes back when they are made again in another language.
    struct Stay
    {
        wxRect rect;
        bool maximized = false;
        bool wall = false;
        std::size_t place = 0;
        bool checkIn = false;                                           ///< the check-in form holds something
        std::map<std::size_t, std::map<std::string, wxString>> typed{}; ///< place → text boxes
        std::vector<OpenOrder> orders{};
    };
    /// True when nothing would be lost by making the windows again.
    [[nodiscard]] bool MayBeRemade() const;
    /// Closes what belongs to this window and hides it.
    [[nodiscard]] Stay Leave();
    /// The same person, screen and windows again.
    void ComeBack(const Stay& stay);
    /// Types again what was typed in the screens; to be called when they have read what they show.
    void TypeAgain(const Stay& stay);
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
    /// What stands behind the sign-in screen, made when there is time or somebody has signed in.
    void EnsureShell();
    void PrepareShell();
    void MakeKeys();
    [[nodiscard]] Screen& ScreenAt(std::size_t place);
    [[nodiscard]] Screen* MakeScreen(std::size_t place);
    void OnFirstIdle(wxIdleEvent& event);
    void SignInChanged();
    void Go(std::size_t place);
    void CheckInCar(const db::SearchHit& hit);
    [[nodiscard]] bool Allowed(std::size_t place) const;
    void OnClose(wxCloseEvent& event);
    /// Why closing would lose something; empty when it would not.
    [[nodiscard]] wxString AskBeforeClosing();

    Context& m_context;
    Doors m_doors;
    SignInPresenter m_signIn;
    wxSimplebook* m_front = nullptr; ///< sign-in or shell
    SignInScreen* m_signInScreen = nullptr;
    HeaderBar* m_header = nullptr; ///< this and what follows: nothing before EnsureShell
    Rail* m_rail = nullptr;
    Banner* m_databaseBanner = nullptr;
    Banner* m_problemBanner = nullptr;
    Banner* m_spaceBanner = nullptr;
    bool m_waitsForCopy = false;
    wxSimplebook* m_book = nullptr;
    std::array<Screen*, kPlaces> m_screens{};
    std::size_t m_present = kBoard;
    bool m_wasSignedIn = false;
    core::StaffId m_lastPerson;
    wxTimer m_tick;
    wxTimer m_prepare;
    FocusKeeper m_focus;
    wxWeakRef<wxFrame> m_wall;
};

} // namespace bayline::desktop
