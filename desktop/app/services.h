// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/delivery.h"
#include "db/listener.h"
#include "db/private_cluster.h"
#include "desktop/app/open_database.h"
#include "desktop/async/change_gate.h"
#include "desktop/async/side_thread.h"
#include "desktop/async/ui_dispatcher.h"
#include "desktop/async/worker.h"
#include "desktop/presenters/context.h"
#include "desktop/presenters/settings_presenter.h"
#include "desktop/presenters/space_watch.h"
#include "sync/relay.h"

#include <wx/timer.h>

#include <atomic>
#include <memory>
#include <optional>

namespace bayline::desktop {

/// This PC's settings; its defaults, and a report, when the file cannot be understood.
[[nodiscard]] LocalSettings ReadSettings(const Options& options);

/// Everything behind the windows: the database and its worker, the listener, the relay. Made once, before the main
/// window; closed after it.
class Services final
{
public:
    struct Callbacks
    {
        std::function<void(bool)> databasePresent;           ///< UI thread
        std::function<void(const std::string&)> signInAgain; ///< UI thread; the session is over
        std::function<void()> shopKnown;                     ///< UI thread; read before anybody signed in
        std::function<void(const std::string&)> whyAway;     ///< UI thread; why no connection can be made
        std::function<void(bool)> waitsForSecondCopy;        ///< UI thread; a save waits for the standby
        std::function<void(const std::string&)> language;    ///< UI thread; another one was chosen
        std::function<void(const SpaceWatch::Alarm&)> space; ///< UI thread; a disk fills up, or has room again
        std::function<void(const std::string&)> tell;        ///< UI thread; of a save whose window has gone
    };

    Services(const Options& options, OpenedDatabase database, Callbacks callbacks);
    ~Services();
    Services(const Services&) = delete;
    Services& operator=(const Services&) = delete;

    [[nodiscard]] Context& TheContext() { return *m_context; }
    [[nodiscard]] const LocalSettings& Settings() const { return m_settings; }
    /// What is to be said of full disks just now.
    [[nodiscard]] const SpaceWatch::Alarm& Space() const { return m_space->Now(); }
    [[nodiscard]] SettingsPresenter::Doors SettingsDoors();
    /// What is still to be saved: photos that are being read, saving jobs that run and those that wait.
    [[nodiscard]] std::size_t Unsaved() const { return m_worker->Unsaved() + m_photos->Open(); }
    void KeepWindowSize(int width, int height);
    /// Nothing runs and nothing is on its way to the windows.
    [[nodiscard]] bool Idle() const;
    /// Lets what is being saved be saved, for some seconds; then stops the relay, the listener and the worker.
    void Close();

private:
    void RememberServers();
    void KeepQuietly(const LocalSettings& settings);
    void StartWorker();
    void StartListener();
    void StartRelay();
    void StopRelay();
    void ReadBeforeSignIn();
    void WatchSpace();
    [[nodiscard]] core::Outcome<bool> TryRelayDatabase(const std::string& conninfo) const;
    void KeepLocalSettings(const LocalSettings& settings);

    Options m_options;
    Callbacks m_callbacks;
    LocalSettings m_settings;
    OpenedDatabase m_database;
    UiDispatcher m_dispatcher;
    std::unique_ptr<Worker> m_worker;
    std::unique_ptr<Context> m_context;
    std::unique_ptr<ChangeGate> m_gate;
    std::shared_ptr<std::atomic<bool>> m_listens =
        std::make_shared<std::atomic<bool>>(false); ///< the listener is there
    std::unique_ptr<db::Listener> m_listener;
    std::unique_ptr<db::PostgresDeliveryLog> m_deliveryLog;
    std::unique_ptr<sync::Relay> m_relay;
    std::unique_ptr<SideThread> m_aside;
    std::unique_ptr<SideThread> m_photos; ///< reads and decodes
    std::unique_ptr<SpaceWatch> m_space;
    wxTimer m_spaceTimer;
    wxTimer m_listenTimer;
    RequestSlot m_start;
    Subscription m_news; ///< the shop's data changed: names, rates, the idle minutes
};

} // namespace bayline::desktop
