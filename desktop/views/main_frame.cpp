// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/main_frame.h"

#include "desktop/presenters/presence.h"
#include "desktop/views/board_screen.h"
#include "desktop/views/catalogue_screen.h"
#include "desktop/views/check_in_screen.h"
#include "desktop/views/daily_sheet_screen.h"
#include "desktop/views/day_plan_screen.h"
#include "desktop/views/delivery_screen.h"
#include "desktop/views/figures_screen.h"
#include "desktop/views/follow_up_screen.h"
#include "desktop/views/header_bar.h"
#include "desktop/views/icons.h"
#include "desktop/views/my_jobs_screen.h"
#include "desktop/views/rail.h"
#include "desktop/views/search_screen.h"
#include "desktop/views/settings_screen.h"
#include "desktop/views/sign_in_screen.h"
#include "desktop/views/till_screen.h"
#include "desktop/views/translate.h"
#include "desktop/views/unseen_canvas.h"
#include "desktop/views/wall_window.h"
#include "desktop/views/work_order_window.h"

#include <wx/accel.h>
#include <wx/simplebook.h>

namespace bayline::desktop {

namespace {

constexpr int kTickMilliseconds = 1000;
/// The sign-in screen is painted and takes keys before what comes after it is made.
constexpr int kPrepareMilliseconds = 80;
constexpr int kFirstKey = wxID_HIGHEST + 1;
constexpr int kLockKey = kFirstKey + 20;
constexpr int kRefreshKey = kFirstKey + 21;
constexpr int kNewKey = kFirstKey + 22;
constexpr int kFindKey = kFirstKey + 23;
constexpr int kWallKey = kFirstKey + 24;

} // namespace

MainFrame::MainFrame(Context& context, Doors doors, wxSize size)
    : wxFrame(nullptr, wxID_ANY, "Bayline"), m_context(context), m_doors(std::move(doors)),
      m_signIn(context, [this] { SignInChanged(); }), m_tick(this),
      m_focus(*this, [this] { return m_wasSignedIn ? static_cast<wxWindow*>(m_rail) : m_signInScreen; })
{
    SetName("main");
    SetIcon(Icon("car", Colours().accent, 64).GetIconFor(this));
    SetBackgroundColour(Colours().page);
    m_front = new wxSimplebook(this);
    m_signInScreen = new SignInScreen(m_front, m_context, m_signIn);
    m_front->AddPage(m_signInScreen, "sign-in");
    MakeKeys();
    SetMinSize(FromDIP(wxSize(1024, 680)));
    SetSize(size.x > 0 ? size : FromDIP(wxSize(1280, 800)));
    Bind(wxEVT_CLOSE_WINDOW, &MainFrame::OnClose, this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        m_signIn.CheckIdle();
        if (m_context.presence)
            m_context.presence->Tick();
        if (m_header)
            m_header->SetConnection(m_context.changes->DatabasePresent(), m_doors.unsaved());
    });
    m_tick.Start(kTickMilliseconds);
    m_prepare.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { PrepareShell(); });
    // While somebody types number and PIN.
    Bind(wxEVT_IDLE, &MainFrame::OnFirstIdle, this);
    ShowShop();
    m_signInScreen->Arrive();
}

void MainFrame::EnsureShell()
{
    if (m_header)
        return;
    MakeShell();
    ShowDatabasePresent(m_context.changes->DatabasePresent());
}

void MainFrame::MakeShell()
{
    auto* shell = new wxPanel(m_front);
    shell->SetName("shell");
    shell->SetBackgroundColour(Colours().page);
    m_rail =
        new Rail(shell,
                 {{"board", _("Board"), "board", _("Board (Ctrl+1)")},
                  {"my_jobs", _("My jobs"), "wrench", _("My jobs: what runs, what is mine, next and waiting (Ctrl+9)")},
                  {"day_plan", _("Day plan"), "day-plan", _("Day plan by bays and technicians (Ctrl+0)")},
                  {"check_in", _("Check-in"), "check-in", _("Check-in (Ctrl+2 or Ctrl+N)")},
                  {"search", _("Search"), "search", _("Customers and cars (Ctrl+3 or Ctrl+F)")},
                  {"follow_up", _("Follow-ups"), "follow-up", _("Work put off: whom to call (Ctrl+U)")},
                  {"catalogue", _("Catalogue"), "catalogue", _("Operations, parts, packages and prices (Ctrl+K)")},
                  {"daily_sheet", _("Daily sheet"), "sheet", _("Daily sheet (Ctrl+4)")},
                  {"delivery", _("Delivery"), "delivery", _("Delivery to the customer app (Ctrl+5)")},
                  {"till", _("Cash desk"), "money", _("Cash desk: open accounts and the close of the day (Ctrl+6)")},
                  {"figures", _("Figures"), "figures", _("Figures (Ctrl+7)")},
                  {"settings", _("Settings"), "settings", _("Settings (Ctrl+8)")}},
                 [this](std::size_t place) { Go(place); });
    m_header = new HeaderBar(shell, [this] { m_signIn.SignOut(); });
    m_databaseBanner = new Banner(shell, "main.database");
    m_problemBanner = new Banner(shell, "main.problem");
    m_spaceBanner = new Banner(shell, "main.space");
    m_book = new wxSimplebook(shell);
    auto* right = new wxBoxSizer(wxVERTICAL);
    right->Add(m_header, wxSizerFlags().Expand());
    right->Add(m_book, wxSizerFlags(1).Expand());
    // Below: a banner that comes by itself must not move what the mouse is about to click.
    right->Add(m_spaceBanner, wxSizerFlags().Expand());
    right->Add(m_problemBanner, wxSizerFlags().Expand());
    right->Add(m_databaseBanner, wxSizerFlags().Expand());
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_rail, wxSizerFlags().Expand());
    row->Add(right, wxSizerFlags(1).Expand());
    shell->SetSizer(row);
    m_front->AddPage(shell, "shell");
}

/// Made when it is first gone to: all of them together take longer than signing in.
Screen& MainFrame::ScreenAt(std::size_t place)
{
    auto& screen = m_screens[place];
    if (!screen) {
        screen = MakeScreen(place);
        m_book->AddPage(screen, screen->GetName());
    }
    return *screen;
}

Screen* MainFrame::MakeScreen(std::size_t place)
{
    switch (place) {
    case kBoard:
        return new BoardScreen(m_book, m_context);
    case kMyJobs:
        return new MyJobsScreen(m_book, m_context);
    case kDayPlan:
        return new DayPlanScreen(m_book, m_context);
    case kCheckIn:
        return new CheckInScreen(m_book, m_context);
    case kSearch:
        return new SearchScreen(m_book, m_context, [this](const db::SearchHit& hit) { CheckInCar(hit); });
    case kFollowUps:
        return new FollowUpScreen(m_book, m_context);
    case kCatalogue:
        return new CatalogueScreen(m_book, m_context);
    case kDailySheet:
        return new DailySheetScreen(m_book, m_context);
    case kDelivery:
        return new DeliveryScreen(m_book, m_context);
    case kTill:
        return new TillScreen(m_book, m_context);
    case kFigures:
        return new FiguresScreen(m_book, m_context);
    default:
        return new SettingsScreen(m_book, m_context, m_doors.settings);
    }
}

void MainFrame::OnFirstIdle(wxIdleEvent& event)
{
    event.Skip();
    if (!IsShownOnScreen() || m_context.shop.id.IsNil())
        return;
    Unbind(wxEVT_IDLE, &MainFrame::OnFirstIdle, this);
    m_prepare.StartOnce(kPrepareMilliseconds);
}

void MainFrame::PrepareShell()
{
    if (m_wasSignedIn)
        return;
    EnsureShell();
    auto* shell = m_front->GetPage(1);
    auto& board = ScreenAt(kBoard);
    shell->SetSize(m_front->GetClientSize());
    shell->Layout();
    m_rail->Warm();
    WarmNativeIcons();
    board.RefreshContent();
}

void MainFrame::MakeKeys()
{
    std::vector<wxAcceleratorEntry> keys;
    constexpr std::pair<Place, int> kKeyOf[] = {
        {kBoard, '1'},   {kCheckIn, '2'},  {kSearch, '3'},    {kDailySheet, '4'}, {kDelivery, '5'}, {kTill, '6'},
        {kFigures, '7'}, {kSettings, '8'}, {kFollowUps, 'U'}, {kCatalogue, 'K'},  {kMyJobs, '9'},   {kDayPlan, '0'}};
    for (const auto& [place, key] : kKeyOf) {
        const int command = kFirstKey + static_cast<int>(place);
        keys.emplace_back(wxACCEL_CTRL, key, command);
        Bind(
            wxEVT_MENU, [this, going = static_cast<std::size_t>(place)](wxCommandEvent&) { Go(going); }, command);
    }
    keys.emplace_back(wxACCEL_CTRL, 'L', kLockKey);
    keys.emplace_back(wxACCEL_NORMAL, WXK_F5, kRefreshKey);
    keys.emplace_back(wxACCEL_NORMAL, WXK_F11, kWallKey);
    Bind(
        wxEVT_MENU, [this](wxCommandEvent&) { ShowWall(); }, kWallKey);
    Bind(kShowWall, [this](wxCommandEvent&) { ShowWall(); });
    keys.emplace_back(wxACCEL_CTRL, 'N', kNewKey);
    keys.emplace_back(wxACCEL_CTRL, 'F', kFindKey);
    Bind(
        wxEVT_MENU, [this](wxCommandEvent&) { m_signIn.SignOut(); }, kLockKey);
    Bind(
        wxEVT_MENU,
        [this](wxCommandEvent&) {
            if (m_wasSignedIn)
                ScreenAt(m_present).RefreshContent();
        },
        kRefreshKey);
    Bind(kShowDelivery, [this](wxCommandEvent&) { Go(kDelivery); });
    Bind(
        wxEVT_MENU, [this](wxCommandEvent&) { Go(kCheckIn); }, kNewKey);
    Bind(
        wxEVT_MENU, [this](wxCommandEvent&) { Go(kSearch); }, kFindKey);
    SetAcceleratorTable(wxAcceleratorTable(static_cast<int>(keys.size()), keys.data()));
}

bool MainFrame::Allowed(std::size_t place) const
{
    const bool technician = m_context.person.role == core::Role::Technician;
    switch (place) {
    case kMyJobs:
        return m_context.person.role != core::Role::Advisor;
    case kCatalogue:
        return !m_context.bayPc;
    case kCheckIn:
        return !technician && !m_context.bayPc;
    case kDailySheet:
    case kFigures:
        return m_context.person.role == core::Role::Manager && !m_context.bayPc;
    case kDelivery:
    case kFollowUps:
    case kTill:
        return !technician && !m_context.bayPc;
    default:
        return true;
    }
}

void MainFrame::Go(std::size_t place)
{
    if (!m_wasSignedIn || !Allowed(place))
        return;
    m_present = place;
    m_rail->SetPresent(place);
    auto& screen = ScreenAt(place);
    m_book->SetSelection(static_cast<std::size_t>(m_book->FindPage(&screen)));
    screen.Arrive();
}

void MainFrame::ShowWall()
{
    if (!m_wall) {
        m_wall = new WallWindow(this, m_context);
        // Begun with the wall alone, this window has not been seen yet.
        m_wall->Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent& event) {
            Show();
            event.Skip();
        });
    }
    m_wall->Raise();
}

void MainFrame::CheckInCar(const db::SearchHit& hit)
{
    Go(kCheckIn);
    static_cast<CheckInScreen&>(ScreenAt(kCheckIn)).Begin(hit);
}

void MainFrame::SignInChanged()
{
    if (!m_signInScreen)
        return;
    const bool signedIn = m_signIn.Now().signedIn;
    if (signedIn == m_wasSignedIn) {
        m_signInScreen->Render();
        return;
    }
    m_wasSignedIn = signedIn;
    EnsureShell();
    ShowWorkOrderWindows(signedIn);
    m_front->SetSelection(signedIn ? 1 : 0);
    ShowShop();
    if (!signedIn) {
        m_signInScreen->Arrive();
        return;
    }
    m_header->SetPerson(m_context);
    for (std::size_t place = 0; place < kPlaces; ++place)
        m_rail->EnableEntry(place, Allowed(place));
    // The same person comes back to where they were; another one starts at the board.
    const bool samePerson = m_lastPerson == m_context.person.id && Allowed(m_present);
    m_lastPerson = m_context.person.id;
    m_front->GetCurrentPage()->Layout();
    // On a bay PC a technician's day begins with their jobs.
    Go(samePerson ? m_present : m_context.bayPc && Allowed(kMyJobs) ? kMyJobs : kBoard);
}

void MainFrame::ShowShop()
{
    if (m_context.bayPc)
        m_signInScreen->EnlargeKeys();
    m_signInScreen->SetShopName(Wx(m_context.shop.name));
    m_signInScreen->SetConnection(m_context.changes->DatabasePresent());
    SetTitle(m_context.shop.name.empty() ? wxString("Bayline")
                                         : Wx(m_context.shop.name) + wxString::FromUTF8(" – Bayline"));
    if (m_header && !m_context.sessionToken.empty())
        m_header->SetPerson(m_context);
}

void MainFrame::ShowDatabasePresent(bool present)
{
    m_signInScreen->SetConnection(present);
    if (!m_header)
        return;
    m_header->SetConnection(present, m_doors.unsaved());
    if (present && !m_waitsForCopy)
        m_databaseBanner->Clear();
    else if (!present)
        m_databaseBanner->Show(_("The database cannot be reached. What is on the screen can be read, what you type is "
                                 "kept, and work goes on by itself when the database is back."),
                               Meaning::Danger);
}

void MainFrame::ShowWhyAway(const std::string& sentence)
{
    EnsureShell();
    m_databaseBanner->Show(Wx(sentence), Meaning::Danger);
    m_signInScreen->SetProblem(Wx(sentence));
}

void MainFrame::ShowSecondCopyWait(bool waits)
{
    EnsureShell();
    m_waitsForCopy = waits;
    if (waits)
        m_databaseBanner->Show(
            _("Saved on the database server and waiting for the second copy. Nothing is lost; please "
              "tell whoever looks after Bayline that the second server does not answer."),
            Meaning::Attention);
    else if (m_context.changes->DatabasePresent())
        m_databaseBanner->Clear();
}

void MainFrame::ShowSpace(const std::string& sentence, bool urgent)
{
    EnsureShell();
    if (sentence.empty())
        m_spaceBanner->Clear();
    else
        m_spaceBanner->Show(Wx(sentence), urgent ? Meaning::Danger : Meaning::Attention);
}

void MainFrame::ShowProblem(const wxString& text)
{
    EnsureShell();
    m_problemBanner->Show(text, Meaning::Danger, _("&Understood"), [this] { m_problemBanner->Clear(); });
}

void MainFrame::RequireSignIn(const std::string& sentence)
{
    m_signIn.SessionEnded(sentence);
}

wxString MainFrame::AskBeforeClosing()
{
    const auto* checkIn = static_cast<CheckInScreen*>(m_screens[kCheckIn]);
    if (m_doors.unsaved() > 0)
        return m_context.changes->DatabasePresent()
                   ? _("Something is still being saved; a few seconds are usually enough. Close all the same?")
                   : _("Something is not saved yet, because the database is away. Close all the same?");
    if (checkIn != nullptr && (checkIn->HasInput() || checkIn->HoldsPhotos()))
        return _("The check-in form holds something that is not saved. Close all the same?");
    return {};
}

void MainFrame::OnClose(wxCloseEvent& event)
{
    if (event.CanVeto()) {
        const auto question = AskBeforeClosing();
        if (!question.empty() && !Ask(this, _("Close Bayline"), question, _("&Close"), _("&Keep open"))) {
            event.Veto();
            return;
        }
        if (!CloseWorkOrderWindows()) {
            event.Veto();
            return;
        }
    }
    if (!IsMaximized())
        m_doors.keepSize(GetSize());
    event.Skip();
}

} // namespace bayline::desktop
