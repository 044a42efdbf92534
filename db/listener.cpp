// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/listener.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "db/server_identity.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include <array>

namespace bayline::db {

using namespace std::chrono_literals;

namespace {

/// For an answer; a connection without one is made anew.
constexpr auto kPatience = 10s;

void IgnoreNotice(void* /*context*/, const char* /*message*/) {}

} // namespace

Listener::Listener(ConnectionSettings settings, Callbacks callbacks, std::chrono::milliseconds poll)
    : m_settings(std::move(settings)), m_callbacks(std::move(callbacks)), m_poll(poll)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        throw core::Failure({.kind = core::FailureKind::Internal,
                             .where = "listener pipe",
                             .sentence = N_("This computer has no room for another program part."),
                             .code = {}});
    }
    m_wakeRead = ends[0];
    m_wakeWrite = ends[1];
    m_thread = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

Listener::~Listener()
{
    m_thread.request_stop();
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(m_wakeWrite, &byte, 1);
    m_thread.join();
    ::close(m_wakeRead);
    ::close(m_wakeWrite);
}

/// Nothing when no server answers or none of them is to be used.
pg_conn* Listener::Connect()
{
    const auto candidates = Candidates(m_settings);
    for (std::size_t n = 0; n < candidates.size(); ++n) {
        TellWhenDue();
        PGconn* connection = PQconnectdb(candidates[n].c_str());
        // As Connection::EnsureOpen: of single servers each is tried.
        bool another = n > 0;
        if (PQstatus(connection) == CONNECTION_OK) {
            PQsetNoticeProcessor(connection, IgnoreNotice, nullptr);
            try {
                CheckServer(connection, m_settings);
                return connection;
            } catch (const core::Failure& failure) {
                another = another || AnotherServerMayDo(failure);
            }
        }
        PQfinish(connection);
        if (!another) {
            break;
        }
    }
    return nullptr;
}

void Listener::Run(const std::stop_token& stop)
{
    auto pause = 100ms;
    while (!stop.stop_requested()) {
        PGconn* connection = Connect();
        if (connection != nullptr) {
            pause = 100ms;
            Serve(connection, stop);
            PQfinish(connection);
        }
        if (stop.stop_requested()) {
            return;
        }
        const auto until = std::chrono::steady_clock::now() + pause;
        while (!stop.stop_requested() && std::chrono::steady_clock::now() < until) {
            WaitReadable(-1, std::min(pause, m_poll));
            TellWhenDue();
        }
        pause = std::min(pause * 2, std::chrono::milliseconds(2000));
    }
}

void Listener::Serve(pg_conn* connection, const std::stop_token& stop)
{
    PGresult* result = ExecWithin(connection, "listen bayline_events; listen bayline_delivery", kPatience);
    const bool listening = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!listening) {
        return;
    }
    if (m_callbacks.onConnection) {
        m_callbacks.onConnection(true);
    }
    Tell({});
    const auto slice = m_callbacks.savingLong ? std::min(m_poll, std::chrono::milliseconds(500)) : m_poll;
    auto polled = std::chrono::steady_clock::now();
    bool alive = true;
    while (!stop.stop_requested()) {
        const bool readable = WaitReadable(PQsocket(connection), slice);
        if (stop.stop_requested()) {
            return;
        }
        WatchSecondCopy(connection);
        const auto now = std::chrono::steady_clock::now();
        if (!readable && now - polled >= m_poll - slice / 2) {
            polled = now;
            // Nothing came: perhaps a notification was lost, perhaps the server is gone without a word.
            PGresult* answer = ExecWithin(connection, "select 1", kPatience);
            alive = answer != nullptr;
            PQclear(answer);
            Tell({});
        }
        if (!alive || PQconsumeInput(connection) == 0 || PQstatus(connection) != CONNECTION_OK) {
            break;
        }
        while (PGnotify* notification = PQnotifies(connection)) {
            Tell(HintFrom(notification->relname, notification->extra));
            PQfreemem(notification);
        }
    }
    if (m_callbacks.onConnection) {
        m_callbacks.onConnection(false);
    }
}

void Listener::WatchSecondCopy(pg_conn* connection)
{
    const bool ask = m_callbacks.savingLong && m_callbacks.savingLong();
    bool waits = false;
    if (ask) {
        PGresult* result = ExecWithin(connection,
                                      "select from pg_stat_activity"
                                      " where usename = session_user and wait_event = 'SyncRep' limit 1",
                                      kPatience);
        waits = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0;
        PQclear(result);
    }
    if (waits != m_waitsForCopy && m_callbacks.onSecondCopy) {
        m_waitsForCopy = waits;
        m_callbacks.onSecondCopy(waits);
    }
}

void Listener::TellWhenDue()
{
    if (std::chrono::steady_clock::now() - m_told >= m_poll) {
        Tell({});
    }
}

void Listener::Tell(const ChangeHint& hint)
{
    if (hint.stream.empty()) {
        m_told = std::chrono::steady_clock::now();
    }
    if (m_callbacks.onChange) {
        m_callbacks.onChange(hint);
    }
}

bool Listener::WaitReadable(int socket, std::chrono::milliseconds timeout) const
{
    std::array<pollfd, 2> waits{pollfd{m_wakeRead, POLLIN, 0}, pollfd{socket, POLLIN, 0}};
    const int ready = ::poll(waits.data(), socket < 0 ? 1 : 2, static_cast<int>(timeout.count()));
    return ready > 0 && socket >= 0 && waits[1].revents != 0;
}

} // namespace bayline::db
