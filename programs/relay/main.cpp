// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "db/delivery.h"
#include "photo/client.h"
#include "sync/relay.h"

#include <boost/program_options.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

namespace {

using namespace bayline;

struct Options
{
    std::string database;
    std::string caFile;
    bool once = false;
    int hurry = 1;
};

constexpr int kExitNotDone = 1;
constexpr int kExitUsage = 2;

/// Nothing when help was asked for and printed. Throws boost's error for a command line it does not know.
std::optional<Options> ReadOptions(int argc, const char* const* argv)
{
    namespace po = boost::program_options;
    Options options;
    po::options_description known(
        "bayline-relay sends a shop's changes to the customer app and brings the answers back.\n\n"
        "Options");
    known.add_options()("help", "Show this text.")(
        "database", po::value(&options.database),
        "How to reach the shop's database, as libpq writes it (host=… dbname=… user=…). The variable BAYLINE_DATABASE "
        "stands in for it, so that a password need not be an argument.")(
        "ca-file", po::value(&options.caFile),
        "PEM file of the certificate authorities to trust instead of the system's.")(
        "once", po::bool_switch(&options.once),
        "Send and fetch what is there now, then end: 0 when nothing waits any more.")(
        "hurry", po::value(&options.hurry),
        "Divide every waiting time by this number, 1 to 100; for trials, where nobody wants to wait as a shop does.");
    po::variables_map values;
    po::store(po::parse_command_line(argc, argv, known), values);
    po::notify(values);
    if (values.count("help") != 0) {
        std::cout << known;
        return std::nullopt;
    }
    if (const char* database = std::getenv("BAYLINE_DATABASE"); options.database.empty() && database != nullptr) {
        options.database = database;
    }
    if (options.database.empty()) {
        throw po::required_option("--database");
    }
    constexpr int kMostHurry = 100;
    if (options.hurry < 1 || options.hurry > kMostHurry) {
        throw po::error("--hurry must be from 1 to 100.");
    }
    return options;
}

sync::RelayTiming TimingOf(const Options& options)
{
    sync::RelayTiming timing;
    for (auto& cap : timing.breakerCaps) {
        cap /= options.hurry;
    }
    for (auto* wait : {&timing.streamFirst, &timing.streamMost, &timing.alertAfter, &timing.pausedProbe, &timing.poll,
                       &timing.credentials, &timing.contact}) {
        *wait /= options.hurry;
    }
    timing.inboxWait = std::max(std::chrono::seconds(1), timing.inboxWait / options.hurry);
    return timing;
}

sync::HttpTimeouts TimeoutsOf(const Options& options)
{
    sync::HttpTimeouts timeouts;
    timeouts.connect /= options.hurry;
    timeouts.firstByte /= options.hurry;
    timeouts.total /= options.hurry;
    return timeouts;
}

const char* StateWord(sync::RelayState state)
{
    switch (state) {
    case sync::RelayState::NotPaired:
        return "not paired";
    case sync::RelayState::Standby:
        return "standing by";
    case sync::RelayState::Working:
        return "working";
    case sync::RelayState::Retrying:
        return "retrying";
    case sync::RelayState::DatabaseAway:
        return "database away";
    case sync::RelayState::Paused:
        return "paused";
    case sync::RelayState::Stopped:
        break;
    }
    return "stopped";
}

std::string Describe(const sync::RelayStatus& status)
{
    std::string text = StateWord(status.state);
    if (!status.sentence.empty()) {
        text += ": " + status.sentence;
    }
    return text;
}

int RunOnce(sync::Relay& relay)
{
    const bool done = relay.RunOnce(std::stop_token());
    const auto status = relay.Status();
    const auto waiting = status.events.waitingStreams + status.photos.waitingStreams;
    std::cerr << "bayline-relay: " << Describe(status);
    if (waiting > 0) {
        std::cerr << " (" << waiting << " streams wait)";
    }
    std::cerr << '\n';
    return done ? EXIT_SUCCESS : kExitNotDone;
}

/// Says on standard error how the relay is whenever that changes, until a signal asks it to end.
void RunUntilAsked(sync::Relay& relay, const sigset_t& endSignals)
{
    relay.Start();
    std::string said;
    while (true) {
        const timespec second{.tv_sec = 1, .tv_nsec = 0};
        if (sigtimedwait(&endSignals, nullptr, &second) > 0) {
            break;
        }
        const auto now = Describe(relay.Status());
        if (now != said) {
            std::cerr << "bayline-relay: " << now << std::endl;
            said = now;
        }
    }
    relay.Stop();
}

int Run(const Options& options)
{
    // Blocked before any thread begins, so that only the wait below receives them.
    sigset_t endSignals;
    sigemptyset(&endSignals);
    sigaddset(&endSignals, SIGINT);
    sigaddset(&endSignals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &endSignals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    db::PostgresDeliveryLog log({.conninfo = options.database, .applicationName = "bayline-relay"});
    sync::Relay relay(log, {.timing = TimingOf(options),
                            .client = {.now = core::Now, .caFile = options.caFile, .timeouts = TimeoutsOf(options)},
                            .cleanPicture = [](std::span<const std::uint8_t> bytes,
                                               const std::string& name) { return photo::ProcessPhoto(bytes, name); },
                            .interrupt = [&log] { log.Interrupt(); }});
    if (options.once) {
        pthread_sigmask(SIG_UNBLOCK, &endSignals, nullptr);
        return RunOnce(relay);
    }
    RunUntilAsked(relay, endSignals);
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        const auto options = ReadOptions(argc, argv);
        return options ? Run(*options) : EXIT_SUCCESS;
    } catch (const boost::program_options::error& error) {
        std::cerr << "bayline-relay: " << error.what() << '\n';
        return kExitUsage;
    } catch (const core::Failure& failure) {
        std::cerr << "bayline-relay: " << failure.Sentence() << '\n';
    } catch (const std::exception& error) {
        std::cerr << "bayline-relay: " << error.what() << '\n';
    }
    return kExitNotDone;
}
