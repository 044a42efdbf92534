// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/app/services.h"

#include "db/devices.h"
#include "db/outlets.h"
#include "db/server_identity.h"
#include "desktop/presenters/documents.h"
#include "desktop/presenters/draft_store.h"
#include "desktop/presenters/folder_watch.h"
#include "desktop/presenters/presence.h"
#include "desktop/views/error_text.h"
#include "desktop/views/translate.h"
#include "photo/client.h"
#include "sync/pairing.h"

#include <algorithm>

namespace bayline::desktop {

LocalSettings ReadSettings(const Options& options)
{
    try {
        return LoadLocalSettings(options.settingsFile);
    } catch (const core::Failure& failure) {
        ReportFailure(failure);
        return {};
    }
}

/// A second connection beside the first would make people wait longer for the first window. What changes meanwhile is
/// read when the listener begins.
constexpr int kListenAfter = 150;
/// How long the end waits for saves while the database is there.
constexpr std::chrono::seconds kLetSavesFinish(5);
/// And for a photo that is being read, perhaps from a drive that no longer answers.
constexpr std::chrono::seconds kLeavePhoto(2);

Services::Services(const Options& options, OpenedDatabase database, Callbacks callbacks)
    : m_options(options), m_callbacks(std::move(callbacks)), m_settings(ReadSettings(options)),
      m_database(std::move(database)), m_dispatcher(&ReportFailure)
{
    m_aside = std::make_unique<SideThread>([this](std::function<void()> task) { m_dispatcher.Post(std::move(task)); });
    m_photos = std::make_unique<SideThread>([this](std::function<void()> task) { m_dispatcher.Post(std::move(task)); },
                                            kLeavePhoto);
    RememberServers();
    StartWorker();
    m_context->drafts = std::make_shared<DraftStore>(DraftStore::FolderBeside(m_options.settingsFile));
    m_context->presence = std::make_shared<Presence>(*m_context);
    SetDocumentFont(m_settings.documentFont);
    SetPhotoFolder(m_settings.photoFolder, m_settings.photoFolderAtOnce);
    m_listenTimer.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { StartListener(); });
    m_listenTimer.StartOnce(kListenAfter);
    StartRelay();
    ReadBeforeSignIn();
    WatchSpace();
    m_news = m_context->changes->OnNews([this](const News& news) {
        const bool shop = std::any_of(news.streams.begin(), news.streams.end(), [](const StreamChange& change) {
            return change.stream.starts_with("shop/") || change.stream.starts_with("outlet/");
        });
        if (shop || news.everything)
            ReadBeforeSignIn();
    });
}

Services::~Services()
{
    Close();
}

void Services::RememberServers()
{
    // Learnt on the worker's or the listener's thread; kept on this one.
    m_database.desk.servers =
        std::make_shared<db::ServerMemory>(m_settings.servers, [this](const db::ServerMemory::Timelines& known) {
            m_dispatcher.Post([this, known] {
                auto settings = m_settings;
                settings.servers = known;
                KeepQuietly(settings);
            });
        });
}

void Services::KeepQuietly(const LocalSettings& settings)
{
    if (settings == m_settings)
        return;
    try {
        SaveLocalSettings(m_options.settingsFile, settings);
        m_settings = settings;
    } catch (const core::Failure& failure) {
        ReportFailure(failure);
    }
}

void Services::StartWorker()
{
    m_worker = std::make_unique<Worker>(
        WorkerDatabase{
            .open =
                [settings = m_database.desk] {
                    auto connection = std::make_shared<db::Connection>(settings);
                    connection->EnsureOpen();
                    return connection;
                },
            .check = [](db::Connection& connection) { db::CheckAnswers(connection, std::chrono::seconds(3)); },
            .cancel = [](db::Connection& connection) { connection.Cancel(); },
            .abandon = [](db::Connection& connection) { connection.Abandon(); }},
        Worker::Callbacks{
            .post = [this](std::function<void()> task) { m_dispatcher.Post(std::move(task)); },
            .databasePresent =
                [this](bool present) {
                    m_context->changes->SetDatabasePresent(present);
                    m_callbacks.databasePresent(present);
                    if (present && m_context->shop.id.IsNil())
                        ReadBeforeSignIn();
                },
            .everyFailure =
                [this](const core::Failure& failure) {
                    if (failure.Kind() == core::FailureKind::SessionExpired) // perhaps an earlier person's
                        m_callbacks.signInAgain(m_context->Say(failure));
                },
            .whyAway = [this](const core::Failure& failure) { m_callbacks.whyAway(m_context->Say(failure)); }});
    m_context = std::make_unique<Context>(Context{.jobs = *m_worker});
    m_context->papers = std::make_shared<PaperMemory>(m_settings.papers, [this](const PaperMemory::Kept& kept) {
        m_settings.papers = kept;
        try {
            SaveLocalSettings(m_options.settingsFile, m_settings);
        } catch (const core::Failure&) { // NOLINT(bugprone-empty-catch): a printer is chosen again; nothing is lost
        }
    });
    m_context->toUi = [this](std::function<void()> task) { m_dispatcher.Post(std::move(task)); };
    m_context->besides = [this](std::function<void()> work, std::function<void()> done) {
        m_photos->Run(std::move(work), std::move(done));
    };
    m_context->tell = [this](const std::string& sentence) { m_callbacks.tell(sentence); };
    m_context->translate = [](std::string_view sentence) { return Utf8(TrText(sentence)); };
    m_context->plural = [](const char* one, const char* many, long long count) {
        return Utf8(wxGetTranslation(Wx(one), Wx(many), static_cast<unsigned>(count)));
    };
}

void Services::StartListener()
{
    m_gate = std::make_unique<ChangeGate>([this](std::function<void()> task) { m_dispatcher.Post(std::move(task)); },
                                          m_context->changes);
    m_listener = std::make_unique<db::Listener>(
        m_database.desk,
        db::Listener::Callbacks{
            .onChange =
                [this, gate = m_gate.get(), listens = m_listens](const db::ChangeHint& hint) {
                    // Nothing is heard, and other reads may still go through. Where they do not, screens wait.
                    if (!*listens)
                        m_dispatcher.Post([this] {
                            if (m_context->changes->DatabasePresent())
                                m_context->changes->Publish({.everything = true});
                        });
                    else
                        gate->Hint(hint.stream, hint.seq);
                },
            .onConnection = [listens = m_listens](bool connected) { *listens = connected; },
            .savingLong = [worker = m_worker.get()] { return worker->Saving() > std::chrono::milliseconds(700); },
            .onSecondCopy =
                [this](bool waits) { m_dispatcher.Post([this, waits] { m_callbacks.waitsForSecondCopy(waits); }); }});
}

void Services::StartRelay()
{
    // The private database brings its own; the command line wins over what stands in the settings.
    if (!m_database.trial && m_options.relayDatabase.empty() && m_database.relay.conninfo != m_settings.relayDatabase) {
        m_database.relay.conninfo = m_settings.relayDatabase;
        StopRelay();
    }
    const bool wanted = m_settings.runRelay && !m_options.noRelay && !m_database.relay.conninfo.empty();
    if (wanted == static_cast<bool>(m_relay))
        return;
    if (!wanted) {
        StopRelay();
        return;
    }
    m_deliveryLog = std::make_unique<db::PostgresDeliveryLog>(m_database.relay);
    m_relay = std::make_unique<sync::Relay>(
        *m_deliveryLog,
        sync::RelayOptions{.timing = {},
                           .client = {},
                           .cleanPicture = [](std::span<const std::uint8_t> bytes,
                                              const std::string& name) { return photo::ProcessPhoto(bytes, name); },
                           .interrupt = [log = m_deliveryLog.get()] { log->Interrupt(); }});
    m_relay->Start();
}

void Services::StopRelay()
{
    if (m_relay)
        m_relay->Stop();
    m_relay.reset();
    m_deliveryLog.reset();
}

core::Outcome<bool> Services::TryRelayDatabase(const std::string& conninfo) const
{
    db::Connection connection({.conninfo = conninfo, .applicationName = "bayline-relay"});
    connection.EnsureOpen();
    if (db::LoadOwnClass(connection) == db::DeviceClass::Relay)
        return true;
    return core::Refusal{.code = "relay.not_its_role",
                         .sentence = N_("This connection works, but it is not one for sending. Make one with: "
                                        "bayline-admin device add NAME --class relay"),
                         .arguments = {},
                         .field = "relayDatabase"};
}

void Services::ReadBeforeSignIn()
{
    struct Known
    {
        core::Premises premises;
        bool bay = false;
    };
    Start(
        *m_worker, m_start,
        [](db::Connection& connection) {
            return Known{db::LoadPremises(connection), db::LoadOwnClass(connection) == db::DeviceClass::Bay};
        },
        [this](const Known& known) {
            m_context->Take(known.premises);
            m_context->bayPc = known.bay;
            m_callbacks.shopKnown();
        },
        [](const core::Failure&) {}); // read again when the database is there
}

void Services::WatchSpace()
{
    constexpr int kFirst = 5'000; // not while the windows are being made
    constexpr int kEvery = 60'000;
    m_space = std::make_unique<SpaceWatch>(
        *m_context, SpaceWatch::Doors{
                        .aside = [this](std::function<void()> work,
                                        std::function<void()> done) { m_aside->Run(std::move(work), std::move(done)); },
                        .measure = &MeasureDisk,
                        .here = {m_options.settingsFile.parent_path()},
                        .serverHere = m_database.directory,
                        .tell = [this](const SpaceWatch::Alarm& alarm) { m_callbacks.space(alarm); }});
    m_spaceTimer.Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        m_space->Look();
        m_spaceTimer.StartOnce(kEvery);
    });
    m_spaceTimer.StartOnce(kFirst);
}

SettingsPresenter::Doors Services::SettingsDoors()
{
    return {.pair = [](const std::string& url, const std::string& code) { return sync::Pair(url, code); },
            .paired =
                [this] {
                    if (m_relay)
                        m_relay->RetryNow();
                    m_context->changes->Publish({.everything = true});
                },
            .localSettings = [this] { return m_settings; },
            .keepLocalSettings = [this](const LocalSettings& settings) { KeepLocalSettings(settings); },
            .tryRelayDatabase = [this](const std::string& conninfo) { return TryRelayDatabase(conninfo); },
            .ownRelayDatabase = m_database.trial.has_value() || !m_options.relayDatabase.empty(),
            .aside = [this](std::function<void()> work,
                            std::function<void()> done) { m_aside->Run(std::move(work), std::move(done)); }};
}

void Services::KeepLocalSettings(const LocalSettings& settings)
{
    SaveLocalSettings(m_options.settingsFile, settings);
    const bool newLanguage = settings.language != m_settings.language;
    m_settings = settings;
    if (newLanguage)
        m_callbacks.language(settings.language);
    SetDocumentFont(settings.documentFont);
    SetPhotoFolder(settings.photoFolder, settings.photoFolderAtOnce);
    StartRelay();
}

void Services::KeepWindowSize(int width, int height)
{
    auto settings = m_settings;
    settings.windowWidth = width;
    settings.windowHeight = height;
    KeepQuietly(settings);
}

bool Services::Idle() const
{
    return m_worker->Idle() && m_aside->Idle() && m_photos->Idle() && m_dispatcher.Pending() == 0;
}

void Services::Close()
{
    m_spaceTimer.Stop();
    m_listenTimer.Stop();
    m_dispatcher.Close();
    StopRelay();
    m_listener.reset();
    m_worker->Close(kLetSavesFinish);
    m_photos.reset();
    m_aside.reset();
}

} // namespace bayline::desktop
