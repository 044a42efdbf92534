// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/app/services.h"

#include "db/devices.h"
#include "db/settings.h"
#include "desktop/presenters/documents.h"
#include "desktop/views/error_text.h"
#include "desktop/views/translate.h"
#include "programs/demo_shop/demo_shop.h"
#include "sync/pairing.h"

namespace bayline::desktop {

namespace {

LocalSettings ReadSettings(const Options& options)
{
    try {
        return LoadLocalSettings(options.settingsFile);
    } catch (const core::Failure& failure) {
        ReportFailure(failure);
        return {};
    }
}

} // namespace

Services::Services(const Options& options, Callbacks callbacks)
    : m_options(options), m_callbacks(std::move(callbacks)), m_settings(ReadSettings(options)),
      m_dispatcher(&ReportFailure)
{
    OpenDatabase(options);
    StartWorker();
    SetDocumentFont(m_settings.documentFont);
    StartListener();
    StartRelay();
    ReadBeforeSignIn();
}

Services::~Services()
{
    Close();
}

void Services::OpenDatabase(const Options& options)
{
    const auto configured = options.database.empty() ? m_settings.database : options.database;
    if (!configured.empty() && !options.demo) {
        m_database = {.conninfo = configured, .applicationName = "bayline"};
        const auto relay = options.relayDatabase.empty() ? m_settings.relayDatabase : options.relayDatabase;
        m_relayDatabase = {.conninfo = relay, .applicationName = "bayline-relay"};
        return;
    }
    auto directory = options.dataDirectory;
    if (directory.empty()) {
        directory = db::PrivateCluster::DefaultDirectory();
        if (options.demo)
            directory += "-demo";
    }
    m_trial = db::OpenTrial(directory);
    m_database = m_trial->desk;
    m_relayDatabase = m_trial->relay;
    if (options.demo) {
        db::Connection owner(m_trial->owner);
        FillDemo(owner);
    }
}

void Services::FillDemo(db::Connection& owner)
{
    if (!db::LoadShop(owner).id.IsNil())
        return;
    static_cast<void>(demo::LoadDemoShop(owner));
}

void Services::StartWorker()
{
    m_worker = std::make_unique<Worker>(
        WorkerDatabase{.open =
                           [settings = m_database] {
                               auto connection = std::make_shared<db::Connection>(settings);
                               connection->EnsureOpen();
                               return connection;
                           },
                       .check = [](db::Connection& connection) { connection.Execute("select 1"); },
                       .cancel = [](db::Connection& connection) { connection.Cancel(); }},
        Worker::Callbacks{.post = [this](std::function<void()> task) { m_dispatcher.Post(std::move(task)); },
                          .databasePresent =
                              [this](bool present) {
                                  m_context->changes->SetDatabasePresent(present);
                                  m_callbacks.databasePresent(present);
                                  if (present && m_context->shop.id.IsNil())
                                      ReadBeforeSignIn();
                              },
                          .everyFailure =
                              [this](const core::Failure& failure) {
                                  if (failure.Kind() == core::FailureKind::SessionExpired)
                                      m_callbacks.signInAgain(m_context->Say(failure));
                              }});
    m_context = std::make_unique<Context>(Context{.jobs = *m_worker});
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
        m_database,
        db::Listener::Callbacks{
            .onChange = [gate = m_gate.get()](const db::ChangeHint& hint) { gate->Hint(hint.stream, hint.seq); },
            .onConnection = [](bool) {}});
}

void Services::StartRelay()
{
    const bool wanted = m_settings.runRelay && !m_options.noRelay && !m_relayDatabase.conninfo.empty();
    if (wanted == static_cast<bool>(m_relay))
        return;
    if (!wanted) {
        m_relay->Stop();
        m_relay.reset();
        m_deliveryLog.reset();
        return;
    }
    m_deliveryLog = std::make_unique<db::PostgresDeliveryLog>(m_relayDatabase);
    m_relay = std::make_unique<sync::Relay>(
        *m_deliveryLog,
        sync::RelayOptions{.timing = {}, .client = {}, .interrupt = [log = m_deliveryLog.get()] { log->Interrupt(); }});
    m_relay->Start();
}

void Services::ReadBeforeSignIn()
{
    struct Known
    {
        core::Shop shop;
        bool bay = false;
    };
    Start(
        *m_worker, m_start,
        [](db::Connection& connection) {
            return Known{db::LoadShop(connection), db::LoadOwnClass(connection) == db::DeviceClass::Bay};
        },
        [this](const Known& known) {
            m_context->shop = known.shop;
            m_context->zone = core::ShopZone(known.shop.timeZone);
            m_context->bayPc = known.bay;
            m_callbacks.shopKnown();
        },
        [](const core::Failure&) {}); // read again when the database is there
}

SettingsPresenter::Doors Services::SettingsDoors()
{
    return {.pair = [](const std::string& url, const std::string& code) { return sync::Pair(url, code); },
            .paired =
                [this] {
                    if (m_relay)
                        m_relay->RetryNow();
                },
            .localSettings = [this] { return m_settings; },
            .keepLocalSettings = [this](const LocalSettings& settings) { KeepLocalSettings(settings); }};
}

void Services::KeepLocalSettings(const LocalSettings& settings)
{
    SaveLocalSettings(m_options.settingsFile, settings);
    m_settings = settings;
    SetDocumentFont(settings.documentFont);
    StartRelay();
}

void Services::KeepWindowSize(int width, int height)
{
    auto settings = m_settings;
    settings.windowWidth = width;
    settings.windowHeight = height;
    if (settings == m_settings)
        return;
    try {
        SaveLocalSettings(m_options.settingsFile, settings);
        m_settings = settings;
    } catch (const core::Failure& failure) {
        ReportFailure(failure);
    }
}

bool Services::Idle() const
{
    return m_worker->Idle() && m_dispatcher.Pending() == 0;
}

void Services::Close()
{
    m_dispatcher.Close();
    if (m_relay)
        m_relay->Stop();
    m_relay.reset();
    m_deliveryLog.reset();
    m_listener.reset();
    m_worker->Close();
}

} // namespace bayline::desktop
