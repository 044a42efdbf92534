// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/crowd.h"

#include "core/failure.h"
#include "db/conninfo.h"
#include "tests/faults/worker_desktop.h"

#include <csignal>
#include <vector>

namespace bayline::faults {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kApplication = "bayline-crowd-desktop";

/// Connections of an administrator, who may take even those that are kept for administrators.
class Crowd
{
public:
    explicit Crowd(const ServerPair& pair) : m_owner(pair.Owner()) {}

    /// Takes every connection there is.
    void Fill()
    {
        for (;;) {
            auto connection = std::make_unique<db::Connection>(m_owner);
            try {
                connection->EnsureOpen();
            } catch (const core::Failure&) {
                return;
            }
            m_all.push_back(std::move(connection));
        }
    }
    [[nodiscard]] std::size_t Count() const { return m_all.size(); }
    void Leave() { m_all.clear(); }
    /// Throws the desktop off, whose place is then free.
    void ThrowOff()
    {
        m_all.front()->Execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = :name",
                               {{"name", kApplication}});
    }

private:
    db::ConnectionSettings m_owner;
    std::vector<std::unique_ptr<db::Connection>> m_all;
};

void ExpectOnce(const ServerPair& pair, core::OperationId operation, Report& report)
{
    db::Connection owner(pair.Owner());
    if (owner.Text("select count(*)::text from bayline.event where data ->> 'text' = :op",
                   {{"op", operation.Text()}}) != "1") {
        report.Violation("what was typed in the crowd is not there exactly once");
    }
}

void PlayNoConnectionLeft(const ServerPair& pair, WorkerDesktop& desktop, core::WorkOrderId order, Report& report)
{
    Crowd crowd(pair);
    crowd.Fill();
    const auto begun = Clock::now();
    while (!desktop.WaitForReason(db::kServerBusy, 50ms)) {
        if (Clock::now() - begun > kHangs) {
            report.Violation("nobody was told that the server has no connection left");
            return;
        }
        crowd.ThrowOff();
        crowd.Fill();
    }
    const auto operation = core::OperationId::New();
    desktop.Save(order, operation);
    std::this_thread::sleep_for(2s);
    const auto count = crowd.Count();
    crowd.Leave();
    const auto room = Clock::now();
    if (!desktop.WaitFor(true, kHangs) || !desktop.WaitForSaved(desktop.Asked(), kHangs)) {
        report.Violation("after there was room the work did not go on");
        return;
    }
    const auto took = Seconds(Clock::now() - room);
    report.slow += took > Seconds(kPatience) ? 1 : 0;
    ExpectOnce(pair, operation, report);
    std::cout << "crowd: " << count << " connections taken, at work again " << took << " s after there was room"
              << std::endl;
}

/// The kernel kills one of the server's processes; the server starts itself anew.
void PlayOutOfMemory(const ServerPair& pair, WorkerDesktop& desktop, core::WorkOrderId order, Report& report)
{
    int victim = 0;
    {
        db::Connection owner(pair.Owner());
        victim = std::stoi(
            owner
                .Text("select pid::text from pg_stat_activity where application_name = :name", {{"name", kApplication}})
                .value_or("0"));
    }
    if (victim == 0 || ::kill(victim, SIGKILL) != 0) {
        report.Violation("the desktop's server process was not found");
        return;
    }
    const auto killed = Clock::now();
    const auto operation = core::OperationId::New();
    desktop.Save(order, operation);
    if (!desktop.WaitForSaved(desktop.Asked(), kHangs)) {
        report.Violation("after a server process was killed nothing was saved");
        return;
    }
    ExpectOnce(pair, operation, report);
    std::cout << "out of memory: saved " << Seconds(Clock::now() - killed) << " s after the kill" << std::endl;
}

} // namespace

void PlayCrowd(const ServerPair& pair, Report& report)
{
    const auto order = AnyOrder(pair);
    WorkerDesktop desktop(db::ReplaceInConninfo(pair.LeaderConninfo("desk3"), {{"application_name", kApplication}}));
    desktop.Save(order, core::OperationId::New());
    if (!desktop.WaitForSaved(1, 30s)) {
        report.Violation("nothing was saved before the crowd came");
        return;
    }
    PlayNoConnectionLeft(pair, desktop, order, report);
    PlayOutOfMemory(pair, desktop, order, report);
}

} // namespace bayline::faults
